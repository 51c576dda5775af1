using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Tests.Describing;

public sealed class PodAmountsTests
{
    private const string Containers = "containers: [{name: a, resources: {requests: {cpu: 1}, limits: {cpu: 2}}}, {name: b, resources: {requests: {cpu: 1}}}]";

    [Theory]
    [InlineData("spec: {" + Containers + "}", "requests", "2")]
    [InlineData("spec: {overhead: {cpu: 1}, " + Containers + "}", "limits", "3")]
    [InlineData("spec: {overhead: {memory: 1}, " + Containers + "}", "limits", "2")]
    [InlineData("spec: {overhead: {cpu: 1}, containers: [{name: a}]}", "limits", "0")]
    [InlineData("spec: {resources: {requests: {cpu: 7}}, " + Containers + "}", "requests", "7")]
    [InlineData("spec: {initContainers: [{name: i, resources: {requests: {cpu: 5}}}], " + Containers + "}", "requests", "5")]
    [InlineData("spec: {initContainers: [{name: s, restartPolicy: Always, resources: {requests: {cpu: 4}}}], " + Containers + "}", "requests", "6")]
    [InlineData("{spec: {" + Containers + "}, status: {containerStatuses: [{name: a, resources: {requests: {cpu: 3}}, allocatedResources: {cpu: 2}}]}}", "requests", "4")]
    [InlineData("{spec: {" + Containers + "}, status: {containerStatuses: [{name: a, resources: {}, allocatedResources: {cpu: 5}}]}}", "requests", "6")]
    [InlineData("{spec: {" + Containers + "}, status: {containerStatuses: [{name: a, allocatedResources: {cpu: 5}}]}}", "requests", "2")]
    [InlineData("{spec: {" + Containers + "}, status: {conditions: [{type: PodResizePending, reason: Infeasible}], containerStatuses: [{name: a, resources: {limits: {cpu: 1}}}]}}", "limits", "1")]
    public void A_pod_counts_with_what_it_wants_and_what_it_has_by_now(string pod, string list, string amount) => Assert.Equal(amount, PodAmounts.Of(Yaml.Read(pod), list, "cpu", withStatus: true).ToString());
}
