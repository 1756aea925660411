/** Order of two moments as the API writes them, to the microsecond: for `sort`. Their fractions have no zeros at the
 *  end, so that as text 0.12Z would come after 0.1201Z; without the Z it comes before. */
export function byMoment(a: string, b: string): number {
  const [left, right] = [a.replace('Z', ''), b.replace('Z', '')];
  return Date.parse(a) - Date.parse(b) || (left < right ? -1 : left > right ? 1 : 0);
}
