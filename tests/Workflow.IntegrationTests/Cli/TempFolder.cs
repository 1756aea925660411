namespace Workflow.IntegrationTests.Cli;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("workflow-cli-").FullName;

    public string PathOf(string file) => Path.Combine(_path, file);

    public string Write(string file, string content)
    {
        File.WriteAllText(PathOf(file), content);
        return PathOf(file);
    }

    /// <summary>A definition; its tasks are the YAML given, indented by two.</summary>
    public string Definition(string name, string tasks, string version = "1.0.0") => Write($"{name}.yaml", $"""
        document:
          dsl: '1.0.0'
          namespace: tests
          name: {name}
          version: '{version}'
        do:
        {tasks}
        """);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
