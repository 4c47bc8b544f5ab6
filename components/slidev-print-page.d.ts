// Slidev's page that prints a deck; tsconfig.json maps it here, for the reason given in slidev-client.d.ts.
import type { Component } from 'vue'

declare const page: Component
export default page
