declare module 'virtual:moments' {
  const moments: import('./geometry/moments.ts').Moments
  export default moments
}
