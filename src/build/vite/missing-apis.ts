import type { Plugin } from 'vite'

/** Where the script stands in a build. */
const FILE = 'assets/missing-apis.js'

/**
 * What a browser may lack or forbid, and the deck, Slidev or Vue expects when it loads: idle periods (WebKit), storage
 * and channels (site data blocked), a store with room.
 */
const SCRIPT = `(() => {
  if (!window.requestIdleCallback) {
    const deadline = { didTimeout: false, timeRemaining: () => 10 }
    window.requestIdleCallback = use => setTimeout(() => use(deadline), 1)
    window.cancelIdleCallback = id => clearTimeout(id)
  }
  Promise.withResolvers ??= function () {
    let resolve, reject
    const promise = new this((yes, no) => { resolve = yes; reject = no })
    return { promise, resolve, reject }
  }
  for (const name of ['localStorage', 'sessionStorage']) {
    try { if (window[name]) { window[name].getItem('-'); continue } } catch {}
    const kept = new Map()
    Object.defineProperty(window, name, { configurable: true, value: {
      getItem: key => kept.get(String(key)) ?? null,
      setItem: (key, value) => void kept.set(String(key), String(value)),
      removeItem: key => void kept.delete(String(key)),
      clear: () => kept.clear(),
      key: index => [...kept.keys()][index] ?? null,
      get length() { return kept.size },
    } })
  }
  const { setItem } = Storage.prototype
  Storage.prototype.setItem = function (key, value) {
    try { setItem.call(this, key, value) } catch {}
  }
  try { new BroadcastChannel('-').close() } catch {
    window.BroadcastChannel = class extends EventTarget { postMessage() {} close() {} }
  }
})()
`

/**
 * Puts what a browser lacks in its place, in a script before all others: Slidev reads the storage when it is loaded,
 * and where site data are blocked every window would be white.
 *
 * @returns the plugin.
 */
export function missingApis(): Plugin {
  let base = './'
  return {
    name: 'missing-apis',
    apply: 'build',
    configResolved: config => void (base = config.base),
    transformIndexHtml: {
      order: 'post',
      handler: html => html.replace('<head>', it => `${it}\n<script src="${base}${FILE}"></script>`),
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: FILE, source: SCRIPT })
    },
  }
}
