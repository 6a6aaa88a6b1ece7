import OperatorDesk

@main
enum Program {
  static func main() async { await Regie.runFromShell() }
}
