// What Slidev's own pages call and its index does not export. tsconfig.json maps it here, for the reason in
// client.d.ts.
import type { ClicksContext, SlideRoute } from '@slidev/client'
import type { ComputedRef, Ref } from 'vue'

export declare function registerShortcuts(): void
export declare function useWakeLock(): void
/** The clicks of a slide that is shown beside the one on show. */
export declare function createFixedClicks(route: SlideRoute, current: () => number): ClicksContext
export declare const shortcutsLocked: ComputedRef<boolean>
export declare const hmrSkipTransition: Ref<boolean>
export declare const showGotoDialog: Ref<boolean>
/** All slides, as the router has them. */
export declare const slides: Ref<readonly SlideRoute[]>
