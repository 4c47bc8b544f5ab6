// What we use of @slidev/client. The package ships its own TypeScript sources, which do not stand our compiler flags;
// tsconfig.json maps the package to this file.
import type { ComputedRef, Ref } from 'vue'

type ClicksInfo = { readonly currentOffset: Ref<number> }

type SlideContext = {
  $page: Ref<number>
  $clicksContext: {
    current: number
    calculateSince: (at: number | string, size: number) => ClicksInfo | null
    register: (id: string, info: ClicksInfo | null) => void
    unregister: (id: string) => void
  }
  $renderContext: Ref<'none' | 'slide' | 'overview' | 'presenter' | 'previewNext'>
}

export declare function useSlideContext(): SlideContext
export declare function useNav(): {
  isPrintMode: ComputedRef<boolean>
  isPlaying: ComputedRef<boolean>
  hasPrimarySlide: ComputedRef<boolean>
  currentSlideNo: ComputedRef<number>
  currentSlideRoute: ComputedRef<{ readonly meta: { readonly slide?: { readonly title?: string } } }>
  /** Clicks spent on the slide on show. */
  clicks: ComputedRef<number>
  total: ComputedRef<number>
}
export declare function onSlideEnter(enter: (to: number, from: number | undefined) => void): void
/** Locks Slidev's own keys until what it returns is called. */
export declare function lockShortcuts(): () => void
