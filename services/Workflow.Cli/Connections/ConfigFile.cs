using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflow.Cli.Connections;

/// <summary>The file of named contexts, <c>~/.config/workflow/config.json</c>.</summary>
/// <param name="Path">Where it lies, or would.</param>
internal sealed record ConfigFile(
    string Path, string? CurrentContext, IReadOnlyDictionary<string, NamedContext> Contexts)
{
    public const string PathVariable = "WORKFLOW_CONFIG";

    /// <summary>The one that is used when none is named; null when the file has none.</summary>
    /// <exception cref="InputException">The file names one that it does not have.</exception>
    public (string Name, NamedContext Context)? Current => CurrentContext is null ? null : Named(CurrentContext);

    /// <exception cref="InputException">There is none of that name.</exception>
    public (string Name, NamedContext Context) Named(string name) => Contexts.TryGetValue(name, out var context)
        ? (name, context)
        : throw new InputException(
            $"There is no context '{name}' in {Path}; "
            + (Contexts.Count == 0
                ? "it has none. `workflow contexts set NAME --url URL` adds one."
                : $"it has {string.Join(", ", Contexts.Keys.Order(StringComparer.Ordinal))}."));

    /// <summary>The file that WORKFLOW_CONFIG names, else the one of the user; an empty one when there is
    /// none.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static ConfigFile Read(Func<string, string?> variable)
    {
        var path = PathOf(variable);
        try
        {
            var content = JsonSerializer.Deserialize(File.ReadAllBytes(path), ConfigJson.Default.ConfigContent);
            return new ConfigFile(path, content?.CurrentContext, content?.Contexts ?? []);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new ConfigFile(path, null, new Dictionary<string, NamedContext>());
        }
        catch (JsonException e)
        {
            throw new InputException(
                $"{path}:{e.LineNumber + 1}:{e.BytePositionInLine + 1}: no configuration: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Writes the file as a whole; only its user may read it, for there may be tokens in it.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Write()
    {
        var content = new ConfigContent(CurrentContext, new SortedDictionary<string, NamedContext>(
            Contexts.ToDictionary(), StringComparer.Ordinal));
        var fresh = $"{Path}.{Environment.ProcessId}";
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var stream = new FileStream(fresh, options))
            {
                JsonSerializer.Serialize(stream, content, ConfigJson.Default.ConfigContent);
                stream.WriteByte((byte)'\n');
            }

            File.Move(fresh, Path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Path}: {e.Message}", e);
        }
    }

    private static string PathOf(Func<string, string?> variable)
    {
        if (variable(PathVariable) is { Length: > 0 } path)
        {
            return path;
        }

        var home = variable("XDG_CONFIG_HOME") is { Length: > 0 } xdg
            ? xdg
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
        return System.IO.Path.Combine(home, "workflow", "config.json");
    }
}

/// <summary>What the file holds.</summary>
internal sealed record ConfigContent(string? CurrentContext, SortedDictionary<string, NamedContext>? Contexts);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(ConfigContent))]
internal sealed partial class ConfigJson : JsonSerializerContext;
