import type { Plugin } from 'vite'
import { rejectForeignRequest } from '../../server/reject-foreign-requests.ts'

/**
 * Paths of the dev server that lead out of the deck: to an editor of this machine, and to a tool that writes slides.md
 * for programs.
 */
const CLOSED = /^\/(?:__open-in-editor|__mcp|__inspect)(?:[/?]|$)/

/**
 * Keeps the dev server to its own pages. Slidev's own server checks no origin: any page that knows its port could write
 * to slides.md.
 *
 * @returns the plugin.
 */
export function requestGuard(): Plugin {
  return {
    name: 'request-guard',
    apply: 'serve',
    config: () => ({ server: { cors: false } }),
    configureServer: {
      order: 'pre',
      handler({ middlewares }) {
        middlewares.use((request, response, next) => {
          const rejection = CLOSED.test(request.url ?? '')
            ? { status: 404, text: 'There is nothing here.' }
            : rejectForeignRequest(request)
          if (!rejection) return next()
          response.statusCode = rejection.status
          response.setHeader('Content-Type', 'text/plain; charset=utf-8')
          response.end(`${rejection.text}\n`)
        })
      },
    },
  }
}
