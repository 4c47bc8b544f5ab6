// What Slidev's own pages call and does not stand in its index; tsconfig.json maps it here, for the reason given in
// slidev-client.d.ts.
import type { ComputedRef, Ref } from 'vue'

export declare function registerShortcuts(): void
export declare function useWakeLock(): void
export declare const shortcutsLocked: ComputedRef<boolean>
export declare const hmrSkipTransition: Ref<boolean>
