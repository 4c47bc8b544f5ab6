import { shallowRef, type ShallowRef } from 'vue'
import { isShownAnswer, type ShownAnswer } from '../../src/presentation/presentation-state.ts'
import { CHANNEL, deck } from '../presentation/use-presentation.ts'

const channel = new BroadcastChannel(`${CHANNEL} answer ahead`)
const ahead = shallowRef<ShownAnswer>()

/** Of several that wait here only the last is got ready. A timer would be slowed down in a hidden window. */
const ownTurn = new MessageChannel()
let last: ShownAnswer | undefined
ownTurn.port1.onmessage = () => {
  if (last) ahead.value = last
  last = undefined
}

channel.onmessage = ({ data }: MessageEvent<unknown>) => {
  if (!isShownAnswer(data, { arches: deck.value.arches.map(it => it.id) })) return
  if (!last) ownTurn.port2.postMessage(undefined)
  last = data
}

/** What the speaker may show next: the room's windows get it ready, and show nothing of it. */
export function useAnswerAhead(): Readonly<ShallowRef<ShownAnswer | undefined>> {
  return ahead
}

/** Have the other windows get an answer ready. */
export function announceAnswer(answer: ShownAnswer): void {
  channel.postMessage(answer)
}
