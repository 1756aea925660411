using System.CommandLine;

namespace Workflow.Cli.Connections;

/// <summary>The options that say which API a command calls. Added to each such command.</summary>
internal sealed class ConnectionChoice
{
    public Option<Uri?> Api { get; } = new("--api")
    {
        Description = $"Root of the API. Default: {Connection.UrlVariable}, the context, {Connection.Default}.",
        CustomParser = UrlText.ReadOption,
        HelpName = "URL",
    };

    public Option<string?> Context { get; } = new("--context")
    {
        Description = "A context of the configuration file, with its address and token.",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Api);
        command.Options.Add(Context);
    }

    /// <exception cref="InputException">See <see cref="Connection.Choose"/>.</exception>
    public Connection Of(ParseResult words) => Connection.Choose(
        words.GetValue(Api), words.GetValue(Context), Environment.GetEnvironmentVariable,
        () => ConfigFile.Read(Environment.GetEnvironmentVariable));
}
