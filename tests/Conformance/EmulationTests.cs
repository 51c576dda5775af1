using KubeSharp.Api.Apps.V1;
using KubeSharp.Conformance.Tests.Kit;

namespace KubeSharp.Conformance.Tests;

/// <summary>An API server that emulates an earlier version.</summary>
public sealed class EmulationTests(EarlierControlPlane plane) : IClassFixture<EarlierControlPlane>
{
    [Fact]
    public async Task Controllers_and_scheduler_work_without_what_came_later()
    {
        Assert.Equal(404, (await plane.Server.SendAsync("GET", "/apis/resource.k8s.io/v1/resourceclaims")).Code);
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new Deployment { Metadata = Workloads.Named(ns, "d"), Spec = new DeploymentSpec { Replicas = 2, Selector = Workloads.Selector, Template = Workloads.Template() } }, default);
        await plane.AwaitAsync<Deployment>(ns, "d", static d => d!.Status.ReadyReplicas == 2, "two pods");
    }
}
