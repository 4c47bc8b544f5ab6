// A component of Slidev's that we place: its page that prints a deck, its slides; tsconfig.json maps them here, for the
// reason given in client.d.ts.
import type { Component } from 'vue'

declare const component: Component
export default component
