using System.Text.Json;
using Workflow.ChaosTests.Report;

namespace Workflow.ChaosTests.Evidence;

/// <summary>Where the evidence of one seed is kept for people; what an earlier run left is removed.</summary>
internal sealed class EvidenceFolder
{
    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly string _folder;

    public EvidenceFolder(string folder)
    {
        _folder = folder;
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(Logs);
    }

    /// <summary>Where the processes' logs go.</summary>
    public string Logs => Path.Combine(_folder, "logs");

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text + "\n");

    public void Keep(ChaosEvidence evidence, string report)
    {
        Write("report.txt", report);
        Write("faults.txt", ReportText.Faults(evidence.Faults));
        Lines("starts.jsonl", evidence.Starts);
        Lines("verbs.jsonl", evidence.Verbs);
        Lines("calls.jsonl", evidence.Calls);
        Lines("runs.jsonl", evidence.Runs);
        Lines("run-changes.jsonl", evidence.RunChanges);
        Lines("steps.jsonl", evidence.Steps);
        Lines("step-changes.jsonl", evidence.StepChanges);
        Lines("shard-changes.jsonl", evidence.ShardChanges);
        Lines("fires.jsonl", evidence.Fires);
        Lines("watches.jsonl", evidence.Watches);
        Lines("garbage.jsonl", evidence.Garbage);
        Lines("offsets.jsonl", evidence.Offsets);
    }

    /// <summary>Copies the folder of a stopped database.</summary>
    public void KeepDatabase(string from)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(_folder, "postgres", Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    private void Lines<T>(string name, IEnumerable<T> rows) =>
        File.WriteAllLines(Path.Combine(_folder, name), rows.Select(row => JsonSerializer.Serialize(row, Json)));
}
