using System.Security;
using System.Text;
using Workflow.Model;

namespace Workflow.Outgoing.Secrets;

/// <summary>The values of secrets, by name: from an environment variable, else from a file. A file is read for every
/// call, so that a new value counts at once.</summary>
/// <param name="variables">Of the environment.</param>
/// <param name="reader">Which process looks, for errors: <c>the bridge</c>.</param>
public sealed class SecretSource(IReadOnlyDictionary<string, string?> variables, string reader = "the bridge")
{
    /// <summary>Where secrets lie as files named like them.</summary>
    public const string DirectoryVariable = "WORKFLOW_SECRETS_DIR";

    private const int FileBytesMax = 64 * 1024;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Knows no secret.</summary>
    public static SecretSource Empty { get; } = new(new Dictionary<string, string?>());

    /// <summary>The variable of a secret.</summary>
    public static string VariableOf(string name) =>
        "WORKFLOW_SECRET_" + name.ToUpperInvariant().Replace('-', '_');

    /// <returns>The value; or null, and where it was looked for.</returns>
    public async ValueTask<(string? Value, string? Fault)> FindAsync(string name, CancellationToken ct)
    {
        if (!SecretName.IsValid(name))
        {
            return (null, $"A secret's name has {SecretName.Rule}.");
        }

        var variable = VariableOf(name);
        if (variables.GetValueOrDefault(variable) is { Length: > 0 } value)
        {
            return (value, null);
        }

        var missing = $"The secret '{name}' is not set: {reader} has no variable {variable}, and ";
        if (variables.GetValueOrDefault(DirectoryVariable) is not { Length: > 0 } directory)
        {
            return (null, $"{missing}no file {name} because {DirectoryVariable} is not set either.");
        }

        var path = Path.Combine(directory, name);
        var (text, fault) = await ReadAsync(path, ct);
        return text is not null ? (text, null) : (null, $"{missing}the file {path} {fault}.");
    }

    private static async ValueTask<(string? Text, string? Fault)> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return (null, "does not exist");
            }

            if (file.Length > FileBytesMax)
            {
                return (null, $"has {file.Length} bytes; {FileBytesMax} are allowed");
            }

            var text = (await File.ReadAllTextAsync(path, Utf8, ct)).TrimEnd('\r', '\n');
            return text.Length > 0 ? (text, null) : (null, "is empty");
        }
        catch (DecoderFallbackException)
        {
            return (null, "is not UTF-8");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SecurityException)
        {
            return (null, $"cannot be read ({error.GetType().Name})");
        }
    }
}
