declare module 'virtual:deck' {
  const deck: import('./geometry/deck.ts').Deck
  export default deck
}
