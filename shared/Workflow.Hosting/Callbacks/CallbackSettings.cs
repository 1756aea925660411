namespace Workflow.Hosting.Callbacks;

/// <summary>Reads <see cref="CallbackOptions"/>.</summary>
public static class CallbackSettings
{
    internal const int SecretCharactersMin = 32;

    private const string Prefix = "WORKFLOW_CALLBACK";

    /// <param name="settings">Names and values, as environment variables have them.</param>
    /// <exception cref="SettingException">A value must not be used.</exception>
    public static CallbackOptions Read(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var options = OptionsReader.Read<CallbackOptions>(settings, Prefix);
        if (options is { Url: not null, Secret: null })
        {
            throw new SettingException(
                $"{Prefix}_SECRET", null,
                $"is needed with {Prefix}_URL: unsigned callback URLs would let anybody answer. Draw one with: "
                + "openssl rand -hex 32");
        }

        if (options is { Secret: null, PreviousSecret: not null })
        {
            throw new SettingException(
                $"{Prefix}_SECRET", null, $"is needed with {Prefix}_PREVIOUS_SECRET, which signs nothing.");
        }

        return options.Url is null || IsRoot(options.Url)
            ? options
            : throw new SettingException(
                $"{Prefix}_URL", options.Url,
                "agents could not reach it; give an absolute http or https address without query, such as "
                + "https://workflow.example.com.");
    }

    private static bool IsRoot(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;
}
