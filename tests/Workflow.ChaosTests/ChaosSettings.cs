using System.Globalization;
using Workflow.ChaosTests.Evidence;

namespace Workflow.ChaosTests;

/// <summary>What one run of the harness is told.</summary>
/// <param name="Minutes">How long load and faults last.</param>
/// <param name="Rate">Runs started per second, on average.</param>
/// <param name="Folder">Where the evidence is kept.</param>
/// <param name="ProgramFolder">Where the services lie; null for the build's own.</param>
internal sealed record ChaosSettings(int Seed, double Minutes, double Rate, string Folder, string? ProgramFolder)
{
    public const double MinutesDefault = 8;
    public const double RateDefault = 12;

    public TimeSpan Duration => TimeSpan.FromMinutes(Minutes);

    /// <summary>See <see cref="ChaosEvidence.InFlight"/>.</summary>
    public TimeSpan InFlight { get; init; } = ChaosEvidence.InFlightUsual;

    /// <summary>Reads <c>--minutes M --seed S --rate R --folder F --programs P</c>.</summary>
    /// <exception cref="ArgumentException">A word is unknown or has no value.</exception>
    public static ChaosSettings Parse(IReadOnlyList<string> words, int seedDefault)
    {
        var settings = new ChaosSettings(seedDefault, MinutesDefault, RateDefault, "", null);
        for (var i = 0; i < words.Count; i += 2)
        {
            var value = i + 1 < words.Count ? words[i + 1] : throw new ArgumentException($"{words[i]} needs a value.");
            settings = words[i] switch
            {
                "--seed" => settings with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                "--minutes" => settings with { Minutes = double.Parse(value, CultureInfo.InvariantCulture) },
                "--rate" => settings with { Rate = double.Parse(value, CultureInfo.InvariantCulture) },
                "--folder" => settings with { Folder = value },
                "--programs" => settings with { ProgramFolder = value },
                _ => throw new ArgumentException($"Unknown option {words[i]}."),
            };
        }

        return settings.Folder.Length > 0 ? settings : settings with
        {
            Folder = Path.Combine(Programs.Root, ".workflow", "chaos", $"{settings.Seed}"),
        };
    }
}
