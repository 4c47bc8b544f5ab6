const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A text as it may stand in XML or HTML, in an element or in an attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, it => ENTITIES[it]!)
}
