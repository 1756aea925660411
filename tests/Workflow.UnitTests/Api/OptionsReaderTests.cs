using System.Globalization;
using Workflow.Api.Options;
using Workflow.Database.Intake;
using Workflow.Hosting;
using Xunit;

namespace Workflow.UnitTests.Api;

public sealed class OptionsReaderTests
{
    [Fact]
    public void Read_WhenNothingIsSet_KeepsDefaultsThatKeepTheirOwnRules()
    {
        Assert.Equal(new ApiOptions(), Read<ApiOptions>("WORKFLOW_API"));
        foreach (var property in typeof(IntakeOptions).GetProperties())
        {
            var value = property.GetValue(new IntakeOptions());
            var text = value is TimeSpan time
                ? time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)
                : Convert.ToString(value, CultureInfo.InvariantCulture)!;
            var name = OptionsReader.NameOf("WORKFLOW_INTAKE", property);
            Assert.Equal(new IntakeOptions(), Read<IntakeOptions>("WORKFLOW_INTAKE", (name, text)));
        }
    }

    [Theory]
    [InlineData("WORKFLOW_API_BODY_BYTES_MAX", "0", "1024 to 268435456")]
    [InlineData("WORKFLOW_API_BODY_BYTES_MAX", "4MB", "whole number")]
    [InlineData("WORKFLOW_API_HEALTH_TIMEOUT_MS", "1", "100 to 60000 ms")]
    [InlineData("WORKFLOW_API_HEALTH_TIMEOUT_MS", "soon", "milliseconds")]
    [InlineData("WORKFLOW_API_BODY_BYTES", "5", "no option has this name")]
    public void Read_WhenASettingMustNotBeUsed_NamesItItsValueAndTheHarm(string name, string value, string harm)
    {
        var error = Assert.Throws<SettingException>(() => Read<ApiOptions>("WORKFLOW_API", (name, value)));
        Assert.StartsWith($"{name}={value}: ", error.Message);
        Assert.Contains(harm, error.Message);
    }

    private static T Read<T>(string prefix, params (string Name, string Value)[] settings)
        where T : new() =>
        OptionsReader.Read<T>(settings.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value)), prefix);
}
