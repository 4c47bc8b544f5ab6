/** Whether the static pages stand beside this deck: the deck's own page then names the reading view. */
export const hasPages = document.querySelector('link[rel="alternate"][href="./read/"]') !== null
