namespace Workflow.Cli.Connections;

/// <summary>Which API is called, and as whom.</summary>
/// <param name="Url">Root of the API.</param>
/// <param name="Token">A token or API key; null for none.</param>
/// <param name="Source">Where the address comes from, for people.</param>
internal sealed record Connection(Uri Url, string? Token, string Source)
{
    public const string UrlVariable = "WORKFLOW_URL";
    public const string TokenVariable = "WORKFLOW_TOKEN";
    public const string ContextVariable = "WORKFLOW_CONTEXT";

    /// <summary>Of a platform on this machine.</summary>
    public static Uri Default { get; } = new("http://127.0.0.1:8000");

    /// <summary>The address: <c>--api</c>, else <c>--context</c>, else WORKFLOW_URL, else WORKFLOW_CONTEXT, else the
    /// current context of the file, else this machine's. A context's token goes to that context's address
    /// only.</summary>
    /// <exception cref="InputException">There is no such context, or a variable or the file cannot be
    /// read.</exception>
    public static Connection Choose(Uri? api, string? context, Func<string, string?> variable, Func<ConfigFile> file)
    {
        var token = variable(TokenVariable) is { Length: > 0 } given ? given : null;
        if (api is not null)
        {
            return context is null
                ? new Connection(api, token, "--api")
                : throw new InputException("--api and --context both say where the API is. Give one of them.");
        }

        if (context is null && variable(UrlVariable) is { Length: > 0 } url)
        {
            return new Connection(UrlText.Read(url, UrlVariable), token, UrlVariable);
        }

        var named = context ?? (variable(ContextVariable) is { Length: > 0 } name ? name : null);
        var config = file();
        var chosen = named is not null ? config.Named(named) : config.Current;
        return chosen is null
            ? new Connection(Default, token, "the default")
            : new Connection(
                UrlText.Read(chosen.Value.Context.Url, $"{config.Path}: the url of context '{chosen.Value.Name}'"),
                TokenOf(chosen.Value.Context, token, named is not null), $"context {chosen.Value.Name}");
    }

    /// <summary>A context that was asked for brings its own token; else the environment's comes first.</summary>
    private static string? TokenOf(NamedContext context, string? fromEnvironment, bool isAskedFor) =>
        isAskedFor ? context.ReadToken() ?? fromEnvironment : fromEnvironment ?? context.ReadToken();
}
