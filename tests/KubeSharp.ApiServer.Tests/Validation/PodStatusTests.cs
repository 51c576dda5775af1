using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Tests.Validation;

/// <summary>What a kubelet may say of a pod that it said otherwise of before.</summary>
public sealed class PodStatusTests
{
    private const string Rule = "\"restartPolicyRules\":[{\"action\":\"Restart\",\"exitCodes\":{\"operator\":\"In\",\"values\":[42]}}]";

    [Theory]
    [InlineData("Always", "", "container", 1, true)]
    [InlineData("OnFailure", "", "container", 1, true)]
    [InlineData("OnFailure", "", "container", 0, false)]
    [InlineData("Never", "", "container", 1, false)]
    [InlineData("Never", "\"restartPolicy\":\"OnFailure\"", "container", 1, true)]
    [InlineData("Always", "\"restartPolicy\":\"Never\"", "container", 1, false)]
    [InlineData("Never", "\"restartPolicy\":\"Never\"," + Rule, "container", 42, true)]
    [InlineData("Never", "\"restartPolicy\":\"Never\"," + Rule, "container", 41, false)]
    [InlineData("Never", "", "initContainer", 0, false)]
    [InlineData("Never", "\"restartPolicy\":\"Always\"", "initContainer", 0, true)]
    [InlineData("Always", "", "ephemeralContainer", 0, false)]
    public void A_container_that_ended_runs_again_only_where_it_may(string policy, string own, string kind, int code, bool isAllowed)
    {
        var spec = $$"""{"restartPolicy":"{{policy}}","{{kind}}s":[{"name":"c"{{(own.Length > 0 ? "," + own : "")}}}]}""";
        string Status(string state) => "{\"spec\":" + spec + ",\"status\":{\"" + kind + "Statuses\":[{\"name\":\"c\",\"state\":" + state + "}]}}";
        var errors = Check(Status("{\"running\":{}}"), Status("{\"terminated\":{\"exitCode\":" + code + "}}"));
        Assert.Equal(isAllowed ? [] : [$"status.{kind}Statuses[0].state: Forbidden: may not be transitioned to non-terminated state"], errors);
    }

    [Fact]
    public void Containers_of_a_pod_that_may_begin_anew_all_run_again()
    {
        const string Spec = """{"restartPolicy":"Never","containers":[{"name":"a"},{"name":"b","restartPolicy":"Never","restartPolicyRules":[{"action":"RestartAllContainers","exitCodes":{"operator":"In","values":[42]}}]}]}""";
        const string Ended = """{"spec":SPEC,"status":{"containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":0}}}]}}""", Waits = """{"spec":SPEC,"status":{"containerStatuses":[{"name":"a","state":{"waiting":{}}}]}}""";
        Assert.Empty(Check(Waits.Replace("SPEC", Spec, StringComparison.Ordinal), Ended.Replace("SPEC", Spec, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_phase_is_any_text() => Assert.Empty(Check("""{"spec":{},"status":{"phase":"Resting"}}""", """{"spec":{},"status":{}}"""));

    private static string[] Check(string value, string old)
    {
        var errors = new FieldErrors();
        PodStatusValidation.Check((ObjectNode)Node.Parse(value), (ObjectNode)Node.Parse(old), errors);
        try { errors.ThrowIfAny("", "Pod", "p"); }
        catch (StatusException e) { return [.. e.Status.Causes.Select(static c => $"{c.Field}: {c.Message}")]; }
        return [];
    }
}
