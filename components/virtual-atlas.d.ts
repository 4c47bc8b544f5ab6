declare module 'virtual:atlas' {
  const atlas: import('./answers/atlas.ts').PackedAtlas
  export default atlas
}
