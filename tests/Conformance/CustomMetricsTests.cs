using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Autoscaling.V2;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Conformance.Tests.Kit;

namespace KubeSharp.Conformance.Tests;

/// <summary>Autoscaling by what an adapter measures: of pods, of another object, of something outside the cluster.</summary>
public sealed class CustomMetricsTests(MeasuredControlPlane plane) : IClassFixture<MeasuredControlPlane>
{
    [Theory]
    [InlineData("requests", "30", 3, "pods metric requests above target", """{"type":"Pods","pods":{"metric":{"name":"requests","selector":{"matchLabels":{"path":"a"}}},"target":{"type":"AverageValue","averageValue":"10"}}}""", "/pods/*/requests?labelSelector=app=test&metricLabelSelector=path=a")]
    [InlineData("depth", "2500m", 5, "Service metric depth above target", """{"type":"Object","object":{"metric":{"name":"depth"},"describedObject":{"apiVersion":"v1","kind":"Service","name":"s"},"target":{"type":"Value","value":"500m"}}}""", "/services/s/depth?metricLabelSelector=")]
    [InlineData("load", "12", 4, "Deployment metric load above target", """{"type":"Object","object":{"metric":{"name":"load"},"describedObject":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"target":{"type":"AverageValue","averageValue":"3"}}}""", "/deployments.apps/d/load?metricLabelSelector=")]
    [InlineData("queue", "20", 4, "external metric queue(tier in (a,b)) above target", """{"type":"External","external":{"metric":{"name":"queue","selector":{"matchExpressions":[{"key":"tier","operator":"In","values":["b","a"]}]}},"target":{"type":"AverageValue","averageValue":"5"}}}""", "/queue?labelSelector=tier in (a,b)")]
    public async Task A_deployment_is_scaled_by_the_metric(string name, string value, int replicas, string why, string metric, string asked)
    {
        plane.Measure(name, value);
        var ns = await DeployAsync(metric);
        await plane.AwaitAllAsync<Event>(ns, e => e.Any(i => i is { Reason: "SuccessfulRescale" } && i.Message == $"New size: {replicas}; reason: {why}"), "an event");
        await plane.AwaitAsync<Deployment>(ns, "d", d => d!.Spec.Replicas >= replicas, "replicas");
        var seen = await plane.AwaitAsync<HorizontalPodAutoscaler>(ns, "h", static h => h!.Status.CurrentMetrics.Count == 1, "the metric to be shown");
        Assert.Contains(seen.Status.Conditions, static c => c is { Type: "ScalingActive", Status: "True" });
        Assert.Contains(plane.Asked, q => q.Contains($"/namespaces/{ns}", StringComparison.Ordinal) && q.EndsWith(asked, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_metric_that_the_adapter_has_not_is_told()
    {
        var ns = await DeployAsync("""{"type":"Pods","pods":{"metric":{"name":"unheard"},"target":{"type":"AverageValue","averageValue":"10"}}}""");
        var seen = await plane.AwaitAsync<HorizontalPodAutoscaler>(ns, "h", static h => h!.Status.Conditions.Any(static c => c is { Type: "ScalingActive", Status: "False" }), "no metric");
        Assert.Contains(seen.Status.Conditions, static c => c is { Reason: "FailedGetPodsMetric" } && c.Message!.Contains("unable to get metric unheard: unable to fetch metrics from custom metrics API: the server could not find the metric unheard", StringComparison.Ordinal));
    }

    private async Task<string> DeployAsync(string metric)
    {
        var ns = await plane.NamespaceAsync();
        await plane.Server.PostAsync($"/apis/apps/v1/namespaces/{ns}/deployments", """{"metadata":{"name":"d"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"test"}},"template":{"metadata":{"labels":{"app":"test"}},"spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"c","image":"i"}]}}}}""");
        await plane.AwaitAsync<Deployment>(ns, "d", static d => d is { Status.ReadyReplicas: 1 }, "a replica");
        await plane.Server.PostAsync($"/apis/autoscaling/v2/namespaces/{ns}/horizontalpodautoscalers", $$"""{"metadata":{"name":"h"},"spec":{"maxReplicas":9,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"metrics":[{{metric}}]} }""");
        return ns;
    }
}
