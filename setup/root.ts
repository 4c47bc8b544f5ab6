import { defineRootSetup } from '@slidev/types'
import { getCurrentInstance, h, render } from 'vue'
import ExplorerHost from '../components/explorer/ExplorerHost.vue'

/** The explorer stands beside the deck and not in a slide, so that it is the same in every window and never printed. */
export default defineRootSetup(() => {
  const host = h(ExplorerHost)
  host.appContext = getCurrentInstance()!.appContext
  render(host, document.body.appendChild(document.createElement('div')))
})
