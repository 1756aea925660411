using Workflow.ChaosTests.Agents;
using Workflow.ChaosTests.Faults;
using Workflow.ChaosTests.Load;
using Xunit;

namespace Workflow.ChaosTests.Proof;

public sealed class PlanTests
{
    private static readonly TimeSpan Eight = TimeSpan.FromMinutes(8);

    [Fact]
    public void Plans_WhenMadeTwiceFromOneSeed_AreTheSame()
    {
        Assert.Equal(FaultPlan.Of(5, Eight), FaultPlan.Of(5, Eight));
        Assert.Equal(LoadPlan.Of(5, Eight, 12), LoadPlan.Of(5, Eight, 12));
        Assert.NotEqual(FaultPlan.Of(5, Eight), FaultPlan.Of(6, Eight));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Plans_OfEightMinutes_HoldSixtyFaultsAndFiveThousandRunsOfEveryKind(int seed)
    {
        var (faults, load) = (FaultPlan.Of(seed, Eight), LoadPlan.Of(seed, Eight, ChaosSettings.RateDefault));

        Assert.InRange(faults.Count, 60, 120);
        Assert.InRange(load.Count, 5000, 7000);
        Assert.Equal(
            LoadKinds.All.Where(kind => kind.Weight > 0 || kind.IsPoison).Select(kind => kind.Name).Order(),
            load.Select(item => item.Kind.Name).Distinct().Order());
        Assert.Contains(load, item => item.CancelAfter is not null);
    }

    [Fact]
    public void FaultPlan_NeverHasTwoFaultsOfOneTargetAtATime() => Assert.All(
        FaultPlan.Of(7, Eight).GroupBy(fault => fault.Target), same => Assert.All(
            same.Zip(same.Skip(1)), pair => Assert.True(pair.First.At + pair.First.Length < pair.Second.At)));

    [Fact]
    public void FaultPlans_OfSomeSeeds_HaveEveryKind() => Assert.Equal(
        Enum.GetValues<FaultKind>(),
        Enumerable.Range(1, 3).SelectMany(seed => FaultPlan.Of(seed, Eight)).Select(fault => fault.Kind)
            .Distinct().Order());

    [Fact]
    public void Weather_WhenAnAttemptIsLate_TreatsItWell()
    {
        var weather = new AgentWeather(3);
        weather.Turn(FaultKind.AgentsFail);

        Assert.All(Enumerable.Range(1, 200), number => Assert.Equal(
            AgentMood.Answer, weather.Decide(number, 1, AgentWeather.TroubledAttempts + 1).Mood));
        Assert.Contains(Enumerable.Range(1, 200), number => weather.Decide(number, 1, 1).Mood == AgentMood.Fail);
        Assert.Equal(weather.Decide(9, 2, 3), weather.Decide(9, 2, 3));
    }
}
