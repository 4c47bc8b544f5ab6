declare module 'virtual:own-sources' {
  /** Null where no kernel tree was named. */
  const sources: import('./geometry/source-page.ts').OwnSources | null
  export default sources
}
