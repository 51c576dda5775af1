using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Registry;

/// <summary>What upstream no longer serves is there when it is asked for by option, and only then.</summary>
public sealed class RetiredResourceTests
{
    private const string Policy = """{"apiVersion":"VERSION","kind":"PodSecurityPolicy","metadata":{"name":"restricted"},"spec":{"privileged":false,"volumes":["*"],"fsGroup":{"rule":"RunAsAny"},"runAsUser":{"rule":"MustRunAsNonRoot"},"seLinux":{"rule":"RunAsAny"},"supplementalGroups":{"rule":"RunAsAny","ranges":[{"min":1,"max":2}]}}}""";

    [Theory]
    [InlineData("extensions/v1beta1")]
    [InlineData("policy/v1beta1")]
    public async Task A_pod_security_policy_is_an_object_where_it_is_asked_for(string version)
    {
        await using var server = await TestServer.StartAsync(o => o with { RetiredVersions = [version] });
        var (code, made) = await server.SendAsync("POST", $"/apis/{version}/podsecuritypolicies", Policy.Replace("VERSION", version, StringComparison.Ordinal));
        Assert.True(code == 201, made.ToString());
        Assert.Equal("MustRunAsNonRoot", (await server.SendAsync("GET", $"/apis/{version}/podsecuritypolicies/restricted")).Body.TextAt("spec", "runAsUser", "rule"));
        Assert.Contains((ArrayNode)(await server.SendAsync("GET", $"/apis/{version}")).Body["resources"]!, static r => r.TextAt("name") == "podsecuritypolicies");
        var (refused, wrong) = await server.SendAsync("POST", $"/apis/{version}/podsecuritypolicies", Policy.Replace("VERSION", version, StringComparison.Ordinal).Replace("MustRunAsNonRoot", "Somebody", StringComparison.Ordinal));
        Assert.Equal(422, refused);
        Assert.Contains("spec.runAsUser.rule: Unsupported value: \"Somebody\"", wrong.TextAt("message"));
        // The group's other resources are where they were.
        Assert.Equal(200, (await server.SendAsync("GET", "/apis/policy/v1/poddisruptionbudgets")).Code);
    }

    [Fact]
    public async Task Both_groups_have_the_same_objects()
    {
        await using var server = await TestServer.StartAsync(static o => o with { RetiredVersions = ["extensions/v1beta1", "policy/v1beta1"] });
        Assert.Equal(201, (await server.SendAsync("POST", "/apis/extensions/v1beta1/podsecuritypolicies", Policy.Replace("VERSION", "extensions/v1beta1", StringComparison.Ordinal))).Code);
        Assert.Equal("policy/v1beta1", (await server.SendAsync("GET", "/apis/policy/v1beta1/podsecuritypolicies/restricted")).Body.TextAt("apiVersion"));
        Assert.Equal(200, (await server.SendAsync("PATCH", "/apis/policy/v1beta1/podsecuritypolicies/restricted", """{"spec":{"privileged":true}}""", "application/merge-patch+json")).Code);
        var item = Assert.Single((ArrayNode)(await server.SendAsync("GET", "/apis/extensions/v1beta1/podsecuritypolicies")).Body["items"]!);
        Assert.Equal(("extensions/v1beta1", "true"), (item.TextAt("apiVersion"), item.At("spec", "privileged")!.ToString()));
        Assert.Equal(409, (await server.SendAsync("POST", "/apis/policy/v1beta1/podsecuritypolicies", Policy.Replace("VERSION", "policy/v1beta1", StringComparison.Ordinal))).Code);
    }

    [Fact]
    public async Task It_is_not_there_otherwise()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal(404, (await server.SendAsync("GET", "/apis/policy/v1beta1/podsecuritypolicies")).Code);
        Assert.Equal(404, (await server.SendAsync("GET", "/apis/extensions/v1beta1")).Code);
    }
}
