import Testing

/// A table as some program writes it, and what it is: scores of three classes for the samples 0, 1, 2 and 0
/// with one wrong answer, or something that must be refused.
struct TableDialect: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String
  var ending = "csv"
  /// Of the classes; empty where the table has none.
  var classes = ["cat", "dog", "owl"]
  /// Words of the refusal; `nil` for a table that is read.
  var refusal: String?

  var testDescription: String { name }

  static let rows = ["2.5,0.1,0.2", "0.1,2.5,0.3", "0.2,0.1,2.5", "0.3,1.5,0.4"]
  private static let body = rows.joined(separator: "\n") + "\n"

  private static func columns(_ header: String, first: [String] = [], last: [String] = []) -> String
  {
    let lines = rows.indices.map { row in
      (first.isEmpty ? "" : first[row] + ",") + rows[row] + (last.isEmpty ? "" : "," + last[row])
    }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  private static func replaced(_ old: String, _ new: String) -> String {
    ("cat,dog,owl\n" + body).replacing(old, with: new)
  }

  static let all: [TableDialect] = [
    // Read as they are.
    .init(name: "names", text: "cat,dog,owl\n" + body),
    .init(name: "no names", text: body, classes: []),
    .init(name: "byte order mark", text: "\u{feff}cat,dog,owl\n" + body),
    .init(name: "byte order mark without names", text: "\u{feff}" + body, classes: []),
    .init(name: "CRLF", text: replaced("\n", "\r\n")),
    .init(name: "CR", text: replaced("\n", "\r")),
    .init(name: "blank lines", text: "\n" + replaced("\n", "\n\n")),
    .init(name: "no last line end", text: String(("cat,dog,owl\n" + body).dropLast())),
    .init(name: "spaces", text: replaced(",", " , ")),
    .init(name: "tabs", text: replaced(",", "\t"), ending: "tsv"),
    .init(name: "quoted names", text: "\"cat\",\"dog\",\"owl\"\n" + body),
    .init(
      name: "everything quoted",
      text: "\"cat\",\"dog\",\"owl\"\n"
        + rows.map { "\"" + $0.replacing(",", with: "\",\"") + "\"\n" }.joined()),
    .init(
      name: "comma in a name", text: "\"tabby, cat\",\"dog\",\"owl\"\n" + body,
      classes: ["\"tabby, cat\"", "dog", "owl"]),
    .init(
      name: "line break in a name", text: "\"cat\n(tabby)\",dog,owl\n" + body,
      classes: ["\"cat\\n(tabby)\"", "dog", "owl"]),
    .init(
      name: "quotes in a name", text: "\"a \"\"cat\"\"\",dog,owl\n" + body,
      classes: ["\"a \"\"cat\"\"\"", "dog", "owl"]),
    .init(name: "exponents", text: replaced("2.5", "2.5E+00")),
    .init(name: "savetxt with a header", text: "# cat,dog,owl\n" + body),
    .init(name: "comment", text: "# made by hand\n" + "cat,dog,owl\n" + body),
    .init(name: "label last", text: columns("cat,dog,owl,label", last: ["0", "1", "2", "0"])),
    .init(name: "label first", text: columns("label,cat,dog,owl", first: ["0", "1", "2", "0"])),
    .init(name: "Label", text: columns("cat,dog,owl,Label", last: ["0", "1", "2", "0"])),
    .init(
      name: "text label", text: columns("cat,dog,owl,label", last: ["cat", "dog", "owl", "cat"])),
    .init(name: "numbered names", text: "0,1,2\n" + body, classes: ["0", "1", "2"]),
    .init(
      name: "numbered names and a label", text: columns("0,1,2,label", last: ["0", "1", "2", "0"]),
      classes: ["0", "1", "2"]),
    .init(
      name: "R's numbered names", text: "\"1\",\"2\",\"3\"\n" + body, classes: ["1", "2", "3"]),
    .init(
      name: "index of names", text: columns(",cat,dog,owl", first: ["a", "b", "c", "d"])),
    .init(
      name: "file names",
      text: columns("file,cat,dog,owl", first: ["a.png", "b.png", "c.png", "d.png"])),
    .init(
      name: "comments, most of them empty",
      text: columns(
        "cat,dog,owl,comment", last: ["", "", "blurred, twice", ""].map { "\"\($0)\"" })),
    .init(
      name: "dates and predictions",
      text: columns(
        "cat,dog,owl,date,pred",
        last: ["2024-01-05,cat", "2024-01-06,dog", "2024-01-07,owl", "2024-01-08,dog"])),
    // May be two things.
    .init(
      name: "the same name thrice", text: "a,a,a\n" + body,
      refusal: "columns 1 and 2 of the scores are both called “a”"),
    .init(
      name: "index", text: columns(",cat,dog,owl", first: ["0", "1", "2", "3"]),
      refusal: "column 1 has no name and counts the rows; is it an index"),
    .init(
      name: "index over numbered names", text: columns(",0,1,2", first: ["0", "1", "2", "3"]),
      refusal: "column 1 has no name and counts the rows"),
    .init(
      name: "shuffled index", text: columns(",cat,dog,owl", first: ["8", "3", "5", "1"]),
      refusal: "column 1 has no name"),
    .init(
      name: "id", text: columns("id,cat,dog,owl", first: ["0", "1", "2", "3"]),
      refusal: "column 1, 'id', counts the rows"),
    .init(
      name: "sparse id", text: columns("id,cat,dog,owl", first: ["100", "17", "23", "24"]),
      refusal: "column 1, 'id', holds whole numbers"),
    .init(
      name: "id without names", text: columns("7,2.5,0.1,0.2", first: ["8", "9", "10", "11"]),
      refusal: "column 1 holds whole numbers"),
    .init(
      name: "prediction and label",
      text: columns("cat,dog,owl,pred,label", last: ["0,0", "1,1", "2,2", "1,0"]),
      refusal: "column 4, 'pred', holds whole numbers and the others fractions"),
    .init(
      name: "target", text: columns("cat,dog,owl,target", last: ["0", "1", "2", "0"]),
      refusal: "column 4, 'target', holds whole numbers"),
    .init(
      name: "target as floats without names",
      text: columns("2.5,0.1,0.2,0.0", last: ["0.0", "1.0", "2.0", "0.0"]),
      refusal: "column 4 holds whole numbers"),
    .init(
      name: "confidence",
      text: columns("cat,dog,owl,confidence", last: ["0.8", "0.9", "0.7", "0.5"]),
      refusal: "column 4, 'confidence', is called as columns are that hold no scores"),
    .init(
      name: "class numbers as names", text: "17,4,250\n" + body,
      refusal: "17,4,250 may be the names of the columns"),
    .init(
      name: "numbered names over whole numbers", text: "0,1,2\n3,0,1\n0,3,1\n",
      refusal: "0,1,2 may be the names of the columns"),
    // Cannot be read.
    .init(
      name: "semicolons", text: replaced(",", ";"),
      refusal: "line 1: the fields are separated by semicolons"),
    .init(
      name: "tabs in .csv", text: replaced(",", "\t"),
      refusal: "line 1: the fields are separated by tabs"),
    .init(
      name: "commas in .tsv", text: "cat,dog,owl\n" + body, ending: "tsv",
      refusal: "line 1: the fields are separated by commas"),
    .init(
      name: "spaces for commas", text: body.replacing(",", with: " "),
      refusal: "separated by spaces"),
    .init(
      name: "decimal commas", text: replaced(",", "\t").replacing(".", with: ","), ending: "tsv",
      refusal: "a decimal comma?"),
    .init(
      name: "missing number", text: replaced("1.5", ""),
      refusal: "line 5, field 2: the field of column 'dog' is empty"),
    .init(
      name: "NA", text: replaced("1.5", "NA"), refusal: "line 5, field 2: 'NA' of column 'dog'"),
    .init(
      name: "NA in the first row", text: body.replacing("2.5,0.1,0.2", with: "NA,0.1,0.2"),
      refusal: "line 1, field 1: 'NA'"),
    .init(name: "nan", text: replaced("1.5", "nan"), refusal: "line 5, column 'dog': nan;"),
    .init(
      name: "infinity behind blank lines",
      text: "\n" + replaced("\n", "\n\n").replacing("1.5", with: "inf"),
      refusal: "line 10, column 'dog': inf;"),
    .init(
      name: "nan without names", text: body.replacing("1.5", with: "nan"), classes: [],
      refusal: "line 4, column 2: nan;"),
    .init(
      name: "nan behind a line break in a name",
      text: "\"cat\n(tabby)\",dog,owl\n" + body.replacing("1.5", with: "nan"),
      refusal: "line 6, column 'dog': nan;"),
    .init(
      name: "percent signs", text: replaced("2.5", "2.5%"),
      refusal: "'2.5%' of column 'cat' is not a number"),
    .init(
      name: "one column of truth values",
      text: columns("cat,dog,owl,right", last: ["True", "True", "True", "False"]),
      refusal: "'True' of column 'right' is not a number"),
    .init(
      name: "a class as tensors",
      text: columns("cat,dog,owl,yak", last: rows.map { "tensor(\($0.prefix(3)))" }),
      refusal: "'tensor(2.5)' of column 'yak' is not a number"),
    .init(
      name: "a class with units",
      text: columns("cat,dog,owl,yak", last: rows.map { $0.prefix(3) + " dB" }),
      refusal: "'2.5 dB' of column 'yak' is not a number"),
    .init(
      name: "words alone", text: "file,comment\na.png,blurred\nb.png,sharp\n",
      refusal: "'a.png' of column 'file' is not a number"),
    .init(
      name: "words and numbers in one column",
      text: columns("cat,dog,owl,note", last: ["low", "3", "high", "low"]),
      refusal: "'low' of column 'note' is not a number; --columns chooses"),
    .init(
      name: "truth values", text: "cat,dog,owl\nTrue,False,False\n",
      refusal: "'True' of column 'cat'"),
    .init(
      name: "Fortran's exponents", text: replaced("2.5", "2.5D+00"),
      refusal: "'2.5D+00' of column 'cat'"),
    .init(name: "Unicode minus", text: replaced("0.1", "\u{2212}0.1"), refusal: "U+2212"),
    .init(
      name: "short row", text: replaced(",0.4", ""),
      refusal: "line 5: the row has 2 fields, the first row has 3"),
    .init(
      name: "long row", text: replaced(",0.4", ",0.4,1"), refusal: "line 5: the row has more fields"
    ),
    .init(
      name: "trailing commas", text: replaced("\n", ",\n"),
      refusal: "line 1, field 4: the field is empty"),
    .init(name: "header alone", text: "cat,dog,owl\n", refusal: "it holds no samples"),
    .init(name: "nothing", text: "", refusal: "the file has no rows"),
    .init(
      name: "open quote", text: "\"cat,dog,owl\n" + body, refusal: "a quoted field does not end"),
  ]
}
