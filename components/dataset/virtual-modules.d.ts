declare module 'virtual:deck' {
  const deck: import('../../src/deck/deck.ts').Deck
  export default deck
}

declare module 'virtual:atlas' {
  const atlas: import('../../src/explorer/packed-dataset.ts').PackedDataset
  export default atlas
}

declare module 'virtual:handout' {
  const handout: import('../../src/handout/make-handout.ts').Handout
  export default handout
}

declare module 'virtual:moments' {
  const moments: import('../../src/deck/timelines.ts').Timelines
  export default moments
}

declare module 'virtual:own-sources' {
  /** Null if the command was given no kernel tree. */
  const sources: import('../../src/deck/panels/kernel-source-pages.ts').KernelSources | null
  export default sources
}
