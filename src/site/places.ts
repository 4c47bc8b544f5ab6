/** Something on the start page: a link, what it is, and further links of its kind. */
export type Place = {
  readonly name: string
  /** Relative to the start page. */
  readonly href: string
  readonly words: string
  readonly more?: readonly { readonly name: string; readonly href: string }[]
}
