declare module 'virtual:handout' {
  const handout: import('./geometry/handout.ts').Handout
  export default handout
}
