declare module 'virtual:deck' {
  const deck: import('../../src/deck/deck.ts').Deck
  export default deck
}

declare module 'virtual:dataset' {
  const dataset: import('../../src/explorer/packed-dataset.ts').PackedDataset
  export default dataset
}

declare module 'virtual:handout' {
  const handout: import('../../src/handout/make-handout.ts').Handout
  export default handout
}

declare module 'virtual:imprint' {
  const imprint: import('../../src/deck/imprint.ts').Imprint
  export default imprint
}

declare module 'virtual:words' {
  const words: {
    /** The language of the deck. */
    readonly lang: string
    /** The words of each language that the deck or a slide of it names. */
    readonly languages: Readonly<Record<string, import('../../src/words/say.ts').Words>>
  }
  export default words
}

declare module 'virtual:other-arches' {
  /** What only other arches than the deck's own show. */
  const others: import('../../src/deck/arches/other-arches.ts').OtherArches
  export default others
}

declare module 'virtual:timelines' {
  /** The timelines. */
  const timelines: import('../../src/deck/value-table.ts').ValueTable
  export default timelines
}

declare module 'virtual:kernel-sources' {
  /** Null if the command was given no kernel tree. */
  const sources: import('../../src/deck/panels/kernel-source-pages.ts').KernelSources | null
  export default sources
}
