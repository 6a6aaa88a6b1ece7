/// A set that is always iterated and written in the order of its elements, so that a state hashes stably.
public struct SortedSet<Element: Comparable & Hashable & Sendable & Codable>: Hashable, Sendable, Codable,
  RandomAccessCollection, ExpressibleByArrayLiteral
{
  private var elements: [Element]

  /// A set of the elements given, in any order.
  public init(_ elements: some Sequence<Element>) { self.elements = Set(elements).sorted() }
  /// An empty set.
  public init() { elements = [] }
  /// A set of the elements listed.
  public init(arrayLiteral elements: Element...) { self.init(elements) }
  /// Reads an array.
  public init(from decoder: any Decoder) throws { self.init(try [Element](from: decoder)) }
  /// Writes the elements in their order.
  public func encode(to encoder: any Encoder) throws { try elements.encode(to: encoder) }

  /// Where the first element stands.
  public var startIndex: Int { 0 }
  /// One past the last element.
  public var endIndex: Int { elements.count }
  /// The element at a place in the order.
  public subscript(position: Int) -> Element { elements[position] }

  private func place(of element: Element) -> Int {
    var (low, high) = (0, elements.count)
    while low < high {
      let middle = (low + high) / 2
      if elements[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether the element is in the set.
  public func contains(_ element: Element) -> Bool {
    let index = place(of: element)
    return index < elements.count && elements[index] == element
  }
  /// Puts an element into the set.
  public mutating func insert(_ element: Element) {
    let index = place(of: element)
    if index == elements.count || elements[index] != element { elements.insert(element, at: index) }
  }
  /// Takes an element out of the set, if it is there.
  public mutating func remove(_ element: Element) {
    let index = place(of: element)
    if index < elements.count, elements[index] == element { elements.remove(at: index) }
  }
  /// Takes out all elements of which something holds.
  public mutating func removeAll(where holds: (Element) -> Bool) { elements.removeAll(where: holds) }
}
