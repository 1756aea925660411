using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Run;

/// <summary>The options of a start.</summary>
internal sealed class StartChoice
{
    private readonly Option<string?> _input = new("--input", "-i")
    {
        Description = "Input of the run: JSON, or @ and a file, or @- for standard input.",
        HelpName = "JSON|@FILE",
    };

    private readonly Option<string?> _version = new("--workflow-version")
    {
        Description = "Version of the workflow; the latest when left out.",
        HelpName = "VERSION",
    };

    private readonly Option<string[]> _label = new("--label")
    {
        Description = "A pair to find the run by later; several times for several.",
        HelpName = "KEY=VALUE",
    };

    private readonly Option<string?> _businessKey = new("--business-key")
    {
        Description = "Your own identifier of what it is about, such as an order number.",
        HelpName = "KEY",
    };

    private readonly Option<int?> _priority = new("--priority")
    {
        Description = "-100 to 100; higher starts first when runs are waiting.",
        HelpName = "N",
    };

    private readonly Option<string?> _key = KeyOption();

    public static Option<string?> KeyOption() => new("--idempotency-key")
    {
        Description = "A text of your own: the same key never makes a second run.",
        HelpName = "KEY",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_input, _version, _label, _businessKey, _priority, _key])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The input alone; null for none.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public JsonNode? Input(ParseResult words) => Inputs.Json("--input", words.GetValue(_input));

    public string? Key(ApiCall call) => call.Value(_key);

    /// <exception cref="InputException">A value cannot be read.</exception>
    public JsonObject Body(ApiCall call) => Inputs.Body(
        ("input_data", Inputs.Object("--input", call.Value(_input))),
        ("version", call.Value(_version)),
        ("labels", Inputs.Pairs("--label", call.Value(_label))),
        ("business_key", call.Value(_businessKey)),
        ("priority", call.Value(_priority)));
}
