namespace KubeSharp.Integration.Tests.Cluster;

/// <summary>What the conformance suite asks of workloads that only containers can show.</summary>
[Collection(NetworkCollection.Name)]
public sealed class WorkloadTests(NetworkFixture net)
{
    [Theory]
    [InlineData("apps/v1", "ReplicaSet", "{matchLabels: {app: serving-rs}}", "serving-rs")]
    [InlineData("v1", "ReplicationController", "{app: serving-rc}", "serving-rc")]
    public async Task Every_replica_serves(string version, string kind, string selector, string app)
    {
        await net.ApplyAsync($$"""
            apiVersion: {{version}}
            kind: {{kind}}
            metadata: {name: {{app}} }
            spec:
              replicas: 2
              selector: {{selector}}
              template:
                metadata: {labels: {app: {{app}} } }
                spec:
                  terminationGracePeriodSeconds: 0
                  containers: [{name: http, image: "kubesharp.local/busybox:1", command: [sh, -c, "mkdir -p /w; hostname >/w/index.html; exec httpd -f -p 9376 -h /w"], ports: [{containerPort: 9376}] }]
            """);
        await net.KubectlAsync("-n", NetworkFixture.Ns, "wait", $"--for=jsonpath={{.status.readyReplicas}}=2", $"{kind}/{app}", "--timeout=180s");
        var pods = (await net.KubectlAsync("-n", NetworkFixture.Ns, "get", "pods", "-l", $"app={app}", "-o", "jsonpath={.items[*].metadata.name}")).Split(' ');
        Assert.Equal(2, pods.Length);
        foreach (var pod in pods)
        {
            Assert.Equal(pod, (await net.KubectlAsync("get", "--raw", $"/api/v1/namespaces/{NetworkFixture.Ns}/pods/{pod}:9376/proxy/")).Trim());
        }
    }

    [Fact]
    public async Task A_job_whose_tasks_fail_and_are_restarted_where_they_are_completes()
    {
        await net.ApplyAsync("""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: fail-once-local}
            spec:
              parallelism: 2
              completions: 4
              template:
                spec:
                  restartPolicy: OnFailure
                  terminationGracePeriodSeconds: 0
                  volumes: [{name: data, emptyDir: {}}]
                  containers:
                  - name: c
                    image: kubesharp.local/busybox:1
                    command: [sh, -c, "if [ -r /data/foo ]; then exit 0; fi; : >/data/foo; exit 1"]
                    volumeMounts: [{name: data, mountPath: /data}]
            """);
        await net.KubectlAsync("-n", NetworkFixture.Ns, "wait", "--for=condition=complete", "job/fail-once-local", "--timeout=100s");
        Assert.Equal("4", await net.FieldAsync("job", "fail-once-local", "{.status.succeeded}"));
        var restarts = await net.KubectlAsync("-n", NetworkFixture.Ns, "get", "pods", "-l", "batch.kubernetes.io/job-name=fail-once-local", "-o", "jsonpath={.items[*].status.containerStatuses[0].restartCount}");
        Assert.Equal("1 1 1 1", restarts);
    }
}
