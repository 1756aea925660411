using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Deployment;

/// <summary>What an image holds: its root folder on this machine, and how it is started.</summary>
internal sealed record Image(
    string Root, string WorkFolder, IReadOnlyDictionary<string, string> Environment, string[] Entrypoint,
    string[] HealthCheck, string User, string BaseImage);

/// <summary>Executes a Dockerfile's instructions on this machine, without Docker: every stage is a folder, and RUN a
/// shell.</summary>
/// <remarks>The sources are not copied: where a stage takes the whole context, its folder is the working copy, and what
/// the tests were built from is published as it is (<c>NoBuild</c>).</remarks>
internal sealed partial class ImageBuild(string folder)
{
    private const string Console = "console";
    private readonly Dictionary<string, string> _roots = [];

    /// <summary>Where a stage's absolute path lies on this machine, when it is the context itself.</summary>
    private readonly Dictionary<(string Root, string Path), string> _mounts = [];

    public async Task<Image> RunAsync(string dockerfile)
    {
        var file = Dockerfile.Read(Path.Combine(Built.Root, dockerfile));
        Image? image = null;
        foreach (var stage in file.Stages)
        {
            var root = Directory.CreateDirectory(Path.Combine(folder, $"stage-{_roots.Count}")).FullName;
            _roots[stage.Name] = root;
            image = await RunAsync(stage, root);
        }

        return image!;
    }

    private async Task<Image> RunAsync(Stage stage, string root)
    {
        var image = new Image(root, "/", new Dictionary<string, string>(), [], [], "", stage.Image);
        foreach (var (name, text) in stage.Instructions)
        {
            switch (name)
            {
                case "WORKDIR":
                    image = image with { WorkFolder = text };
                    Directory.CreateDirectory(PathOf(root, text));
                    break;
                case "ENV":
                    var environment = new Dictionary<string, string>(image.Environment);
                    foreach (var pair in text.Split(' ').Select(Dockerfile.Pair))
                    {
                        environment[pair.Name] = pair.Value;
                    }

                    image = image with { Environment = environment };
                    break;
                case "COPY":
                    Copy(image, text.Split(' '), isConsole: stage.Name == Console);
                    break;
                case "RUN":
                    await ShellAsync(image, text);
                    break;
                case "USER":
                    image = image with { User = text };
                    break;
                case "HEALTHCHECK":
                    var command = text[(text.IndexOf("CMD ", StringComparison.Ordinal) + 4)..];
                    image = image with { HealthCheck = JsonSerializer.Deserialize<string[]>(command)! };
                    break;
                case "ENTRYPOINT":
                    image = image with { Entrypoint = JsonSerializer.Deserialize<string[]>(text)! };
                    break;
                case "EXPOSE" or "STOPSIGNAL":
                    break;
                default:
                    Assert.Fail($"{name} {text}: no such instruction is expected.");
                    break;
            }
        }

        return image;
    }

    private void Copy(Image image, string[] words, bool isConsole)
    {
        if (words is [".", "."])
        {
            _mounts[(image.Root, image.WorkFolder)] = Built.Root;
            return;
        }

        var from = words[0].StartsWith("--from=", StringComparison.Ordinal) ? words[0]["--from=".Length..] : null;
        var source = from is null ? Path.Combine(Built.Root, words[^2]) : PathOf(_roots[from], words[^2]);
        var target = PathOf(image.Root, Path.Combine(image.WorkFolder, words[^1]));
        if (from == Console || isConsole)
        {
            // The working copy already has the console that `./dev` built; fetching its packages again takes minutes.
            return;
        }

        Assert.True(Directory.Exists(source), $"COPY {string.Join(' ', words)}: nothing is at {source}.");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private async Task ShellAsync(Image image, string command)
    {
        var start = new ProcessStartInfo("sh")
        {
            WorkingDirectory = PathOf(image.Root, image.WorkFolder),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-ec");
        start.ArgumentList.Add(AbsolutePath().Replace(command, path => PathOf(image.Root, path.Value)));
        foreach (var (name, value) in image.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["NoBuild"] = "true";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(
            process.ExitCode == 0, $"RUN {command} ended with {process.ExitCode}:\n{await output}{await errors}");
    }

    private string PathOf(string root, string path)
    {
        foreach (var ((stage, mount), real) in _mounts)
        {
            if (stage == root && (path == mount || path.StartsWith(mount + '/', StringComparison.Ordinal)))
            {
                return real + path[mount.Length..];
            }
        }

        return Path.GetFullPath(root + '/' + path);
    }

    [GeneratedRegex(@"(?<=^|\s)/[\w/.*-]+")]
    private static partial Regex AbsolutePath();
}
