import { disableBuiltinSync } from '@slidev/client'
import { defineRootSetup } from '@slidev/types'
import { getCurrentInstance, h, render } from 'vue'
import { useDeck } from '../components/dataset/use-deck.ts'
import ExplorerHost from '../components/explorer/ExplorerHost.vue'
import { releaseFocusAfterClick } from '../components/presentation/blur-after-click.ts'
import { nameWindow } from '../components/presentation/name-window.ts'
import { sayUnknownAddress } from '../components/presentation/unknown-address.ts'
import { usePresentationKeys } from '../components/presentation/use-presentation-keys.ts'
import { syncWindows } from '../components/presentation/sync-windows.ts'

export default defineRootSetup(() => {
  // All windows stay in step. Slidev's own synchronisation loses messages that arrive while it is busy.
  disableBuiltinSync()
  syncWindows()
  usePresentationKeys()
  releaseFocusAfterClick()
  nameWindow()
  sayUnknownAddress()

  // The explorer stands beside the deck and not in a slide, so that it is the same in every window and never printed.
  // What it answers is asked about registers.
  if (!useDeck().value.hasRegisters) return
  const host = h(ExplorerHost)
  host.appContext = getCurrentInstance()!.appContext
  render(host, document.body.appendChild(document.createElement('div')))
})
