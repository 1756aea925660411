namespace Workflow.Cli.Connections;

/// <summary>An API that has a name in the file.</summary>
/// <param name="Url">Root of the API.</param>
/// <param name="Token">A token or API key.</param>
/// <param name="TokenFile">A file that holds it, in place of <paramref name="Token"/>.</param>
internal sealed record NamedContext(string Url, string? Token = null, string? TokenFile = null)
{
    /// <summary>Null when there is none.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public string? ReadToken()
    {
        if (TokenFile is null)
        {
            return Token;
        }

        try
        {
            return File.ReadAllText(TokenFile).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"token_file '{TokenFile}': {e.Message}", e);
        }
    }
}
