import type { Ref } from 'vue'
import { ref } from 'vue'

const text = ref('')
const release = ref<string>()
const arch = ref<string>()

/**
 * What was asked last, so that it stands there when the explorer is opened again.
 *
 * @param start - the release at which it first opens.
 */
export function useAsked(start: string): { text: Ref<string>, release: Ref<string>, arch: Ref<string | undefined> } {
  release.value ??= start
  return { text, release: release as Ref<string>, arch }
}
