import SwiftProtobuf

/// Types and stored values of programs.
extension CoreMLValueType {
  static func tensor(_ element: CoreMLDataType, _ shape: [Int]) -> Self {
    .with {
      $0.tensorType.dataType = element
      $0.tensorType.rank = Int64(shape.count)
      $0.tensorType.dimensions = shape.map { extent in .with { $0.constant.size = UInt64(extent) } }
    }
  }
}

extension CoreMLNamedValueType {
  static func with(_ name: String, _ type: CoreMLValueType) -> Self {
    .with {
      $0.name = name
      $0.type = type
    }
  }
}

extension StaticGraph.Value {
  var type: CoreMLValueType {
    switch element {
    case .float: .tensor(.float32, shape)
    case .integer: .tensor(.int32, shape)
    case .boolean: .tensor(.bool, shape)
    }
  }
}

extension CoreMLValue {
  private static func tensor(
    _ element: CoreMLDataType, _ shape: [Int], _ values: CoreMLTensorValue.OneOf_Value
  ) -> Self {
    .with {
      $0.type = .tensor(element, shape)
      $0.immediateValue.tensor.value = values
    }
  }

  static func floats(_ values: [Float], shape: [Int]) -> Self {
    tensor(.float32, shape, .floats(.with { $0.values = values }))
  }

  static func integers(_ values: [Int32], shape: [Int]) -> Self {
    tensor(.int32, shape, .ints(.with { $0.values = values }))
  }

  static func number(_ value: Float) -> Self { floats([value], shape: []) }

  static func integer(_ value: Int) -> Self { integers([Int32(value)], shape: []) }

  /// One axis of whole numbers.
  static func integers(_ values: [Int]) -> Self {
    integers(values.map(Int32.init), shape: [values.count])
  }

  static func integers(repeating value: Int, count: Int) -> Self {
    integers([Int](repeating: value, count: count))
  }

  static func truth(_ value: Bool) -> Self {
    tensor(.bool, [], .bools(.with { $0.values = [value] }))
  }

  static func text(_ value: String) -> Self {
    tensor(.string, [], .strings(.with { $0.values = [value] }))
  }

  static func list(of texts: [String]) -> Self {
    .with {
      $0.type.listType.type = .tensor(.string, [])
      $0.type.listType.length.constant.size = UInt64(texts.count)
      $0.immediateValue.list.values = texts.map { .text($0) }
    }
  }
}
