using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KubeSharp.Cri.Containerd;
using KubeSharp.Cri.Images;
using KubeSharp.Cri.Processes;
using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Integration.Tests.Containers;
using KubeSharp.Integration.Tests.Etcd;
using KubeSharp.Pki;

namespace KubeSharp.Integration.Tests.Roles;

/// <summary>A control plane of separate processes under upstream's flags, on a real etcd: API server, controllers, scheduler.</summary>
public sealed class SeparateRolesTests : IDisposable
{
    private const string Kubectl = "/usr/local/lib/kubesharp/bin/kubectl";
    private readonly string _folder = Directory.CreateTempSubdirectory("ksr-").FullName;
    private readonly List<Process> _running = [];

    [Fact]
    public async Task A_deployment_becomes_a_pod_and_outlives_the_API_server()
    {
        using var etcd = new EtcdServer();
        await using (await etcd.ConnectAsync()) { }
        var port = FreePort.Take();
        var pki = ClusterPki.Ensure(Path.Combine(_folder, "pki"), new ClusterPkiOptions { ServerNames = ["localhost"], ServerAddresses = [IPAddress.Loopback] }, TimeProvider.System);
        WriteKubeconfig(pki, port);
        var server = StartApiServer(etcd, port);
        await LocalClusterFixture.AwaitAsync(() => KubectlAsync("get", "--raw", "/readyz"), static s => s == "ok");
        Start("controller-manager", "--secure-port=0", $"--root-ca-file={Pki("ca.crt")}", $"--cluster-signing-cert-file={Pki("ca.crt")}", $"--cluster-signing-key-file={Pki("ca.key")}");
        var asked = FreePort.Take();
        Start("scheduler", $"--secure-port={asked}", "--bind-address=127.0.0.1");
        await KubectlAsync("create", "deployment", "web", "--image=web:1");
        const string message = "jsonpath={.items[*].status.conditions[?(@.type==\"PodScheduled\")].message}";
        Assert.Contains("no nodes available", await LocalClusterFixture.AwaitAsync(() => KubectlAsync("get", "pods", "-l", "app=web", "-o", message), static s => s.Contains("no nodes available", StringComparison.Ordinal)));
        await CountsAsync(asked);
        server.Kill();
        await server.WaitForExitAsync();
        StartApiServer(etcd, port);
        await LocalClusterFixture.AwaitAsync(() => KubectlAsync("get", "--raw", "/readyz"), static s => s == "ok");
        Assert.Contains("web", await KubectlAsync("get", "deployments"));

    }

    // Health is for everybody, figures for whom the API server lets.
    private async Task CountsAsync(int port)
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true };
        using var nobody = new HttpClient(handler);
        Assert.Equal("ok", await nobody.GetStringAsync($"https://127.0.0.1:{port}/healthz"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync($"https://127.0.0.1:{port}/metrics")).StatusCode);
        using var certificate = KubeSharp.Pki.Certificates.PemFiles.Read(_folder, "admin")!;
        using var bearing = new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true, ClientCertificates = { certificate } };
        using var admin = new HttpClient(bearing);
        // What a pod waits for is written before it stands in the queue of those that wait.
        var page = await LocalClusterFixture.AwaitAsync(() => admin.GetStringAsync($"https://127.0.0.1:{port}/metrics"), static s => s.Contains("scheduler_pending_pods{queue=\"unschedulable\"} 1\n", StringComparison.Ordinal));
        Assert.Contains("scheduler_schedule_attempts_total{profile=\"default-scheduler\",result=\"unschedulable\"}", page);
        Assert.Contains("rest_client_requests_total{code=\"200\"", page);
    }

    [Fact]
    public async Task A_nodes_agent_alone_runs_static_pods_on_a_containerd_that_is_there_as_its_configuration_says()
    {
        const string Group = "/kubesharp-alone";
        using var etcd = new EtcdServer();
        await using (await etcd.ConnectAsync()) { }
        var (port, kubeletPort, healthPort, openPort) = (FreePort.Take(), FreePort.Take(), FreePort.Take(), FreePort.Take());
        var pki = ClusterPki.Ensure(Path.Combine(_folder, "pki"), new ClusterPkiOptions { ServerNames = ["localhost"], ServerAddresses = [IPAddress.Loopback] }, TimeProvider.System);
        WriteKubeconfig(pki, port);
        StartApiServer(etcd, port);
        await LocalClusterFixture.AwaitAsync(() => KubectlAsync("get", "--raw", "/readyz"), static s => s == "ok");
        await using var registry = await RegistryHost.StartAsync("file", "x", "node:secret");
        foreach (var folder in (string[])["cni", "manifests", "drop-ins", "programs"]) { Directory.CreateDirectory(Path.Combine(_folder, folder)); }
        await File.WriteAllTextAsync(Path.Combine(_folder, "cni", "10-lo.conflist"), """{"cniVersion": "1.0.0", "name": "lo", "plugins": [{"type": "loopback"}]}""");
        await File.WriteAllTextAsync(Path.Combine(_folder, "manifests", "here.yaml"), "apiVersion: v1\nkind: Pod\nmetadata: { name: here, namespace: kube-system }\nspec:\n  hostNetwork: true\n  containers: [{ name: c, image: \"kubesharp.local/pause:1\", imagePullPolicy: Never }]\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "manifests", "asks.yaml"), $"apiVersion: v1\nkind: Pod\nmetadata: {{ name: asks, namespace: kube-system }}\nspec:\n  hostNetwork: true\n  containers: [{{ name: c, image: \"{registry.Address}/volume:1\", command: [not-there] }}]\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "programs", "giver"), $"#!/bin/sh\necho '{{\"kind\":\"CredentialProviderResponse\",\"apiVersion\":\"credentialprovider.kubelet.k8s.io/v1\",\"cacheKeyType\":\"Registry\",\"auth\":{{\"{registry.Address}\":{{\"username\":\"node\",\"password\":\"secret\"}}}}}}'\n");
        File.SetUnixFileMode(Path.Combine(_folder, "programs", "giver"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Path.Combine(_folder, "providers.yaml"), $"apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders:\n- {{name: giver, matchImages: ['{registry.Address}'], defaultCacheDuration: 1m, apiVersion: credentialprovider.kubelet.k8s.io/v1}}\n");
        const string Head = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";
        await File.WriteAllTextAsync(Path.Combine(_folder, "kubelet.yaml"), $"{Head}port: {kubeletPort}\nhealthzPort: {healthPort}\nreadOnlyPort: {openPort}\nmaxPods: 5\nstaticPodPath: {_folder}/manifests\npodLogsDir: {_folder}/pod-logs\ncgroupRoot: {Group}\nfailSwapOn: false\nauthentication: {{ x509: {{ clientCAFile: {Pki("ca.crt")} }} }}\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "drop-ins", "10-pods.conf"), $"{Head}maxPods: 6\n");
        await using var containerd = new ContainerdInstance(new ContainerdOptions { Folder = Path.Combine(_folder, "c"), CniConfigurationFolder = Path.Combine(_folder, "cni") }, TimeProvider.System);
        await containerd.EnsureRunningAsync(default);
        try
        {
            await PauseImage.EnsureAsync(new ImageLoader(containerd.SocketPath), default);
            Start("kubelet", $"--config={_folder}/kubelet.yaml", $"--config-dir={_folder}/drop-ins", "--hostname-override=alone", "--node-ip=127.0.0.1", $"--root-dir={_folder}/kubelet", $"--cert-dir={_folder}/kubelet-pki",
                $"--container-runtime-endpoint=unix://{containerd.SocketPath}", "--node-labels=kind=lonely", $"--image-credential-provider-config={_folder}/providers.yaml", $"--image-credential-provider-bin-dir={_folder}/programs", "--register-with-taints=only=static:NoSchedule");
            const string Wanted = "jsonpath={.status.phase} {.spec.nodeName} {.status.podIP}";
            await LocalClusterFixture.AwaitAsync(() => KubectlAsync("-n", "kube-system", "get", "pod", "here-alone", "-o", Wanted), static said => said == "Running alone 127.0.0.1");
            Assert.Equal("6 lonely only static", await KubectlAsync("get", "node", "alone", "-o", "jsonpath={.status.capacity.pods} {.metadata.labels.kind} {.spec.taints[0].key} {.spec.taints[0].value}"));
            // The registry gives its image to who has a login, and that has only who asks the program; what it holds is no program.
            await LocalClusterFixture.AwaitAsync(() => KubectlAsync("-n", "kube-system", "get", "pod", "asks-alone", "-o", "jsonpath={.status.containerStatuses[0].imageID} {.status.containerStatuses[0].state}"), static said => said.Contains("sha256:", StringComparison.Ordinal) || said.Contains("RunContainerError", StringComparison.Ordinal) || said.Contains("CrashLoopBackOff", StringComparison.Ordinal));
            Assert.NotEmpty(registry.Asked);
            Assert.Contains("\"nodePodsAccessible\":true", await File.ReadAllTextAsync(Assert.Single(Directory.EnumerateFiles($"{_folder}/kubelet/image_manager/pulled"))), StringComparison.Ordinal);
            using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true };
            using var client = new HttpClient(handler);
            Assert.Equal("ok", await client.GetStringAsync($"https://127.0.0.1:{kubeletPort}/healthz"));
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"https://127.0.0.1:{kubeletPort}/pods")).StatusCode);
            Assert.Equal("ok", await client.GetStringAsync($"http://127.0.0.1:{healthPort}/healthz"));
            var page = await client.GetStringAsync($"http://127.0.0.1:{openPort}/metrics");
            Assert.Contains("kubelet_runtime_operations_total{operation_type=\"run_podsandbox\"}", page);
            Assert.Contains("kubelet_active_pods{static=\"true\"} 2\n", page);
            Assert.Contains("rest_client_requests_total{code=\"", page);
            Assert.Contains("container_threads{container=\"c\"", await client.GetStringAsync($"http://127.0.0.1:{openPort}/metrics/cadvisor"));
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.PostAsync($"http://127.0.0.1:{openPort}/exec/kube-system/here-alone/c?command=true", null)).StatusCode);
        }
        finally
        {
            foreach (var process in _running.Where(static p => !p.HasExited)) { process.Kill(); }
            await containerd.DeleteAsync(default);
            CgroupTree.Remove(Group);
            MountTable.UnmountBelow(_folder);
        }
    }

    [Theory]
    [InlineData("unknown flag: --nonsense", "--nonsense")]
    [InlineData("--service-account-signing-key-file must be specified", "--secure-port=1")]
    [InlineData("\"Sometimes\" is not supported", "--authorization-mode=Sometimes")]
    public async Task A_wrong_flag_is_one_line_that_names_it(string message, string flag)
    {
        var start = new ProcessStartInfo(LocalClusterFixture.Binary, ["apiserver", flag]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.Contains(message, Assert.Single(said.Trim().Split('\n')));
    }

    public void Dispose()
    {
        foreach (var process in _running)
        {
            if (!process.HasExited) { process.Kill(); }
            process.WaitForExit();
            process.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private Process StartApiServer(EtcdServer etcd, int port) => Start("apiserver", $"--etcd-servers={etcd.Endpoint}", "--bind-address=127.0.0.1", $"--secure-port={port}", "--authorization-mode=Node,RBAC",
        $"--client-ca-file={Pki("ca.crt")}", $"--tls-cert-file={Pki("apiserver.crt")}", $"--tls-private-key-file={Pki("apiserver.key")}", $"--service-account-signing-key-file={Pki("sa.key")}", $"--service-account-key-file={Pki("sa.pub")}");

    private Process Start(string role, params string[] flags)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec \"$0\" \"$@\" >>{_folder}/{role}.log 2>&1", LocalClusterFixture.Binary, role, .. flags, .. role == "apiserver" ? Array.Empty<string>() : [$"--kubeconfig={_folder}/kubeconfig"]]);
        var process = Process.Start(start)!;
        _running.Add(process);
        return process;
    }

    private string Pki(string file) => Path.Combine(_folder, "pki", file);

    private void WriteKubeconfig(ClusterPki pki, int port)
    {
        KubeSharp.Pki.Certificates.PemFiles.Write(_folder, "admin", pki.IssueClient("admin", "system:masters"));
        File.WriteAllText(Path.Combine(_folder, "kubeconfig"), $$$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: a, cluster: {server: "https://127.0.0.1:{{{port}}}", certificate-authority: {{{Pki("ca.crt")}}}}}]
            users: [{name: a, user: {client-certificate: {{{_folder}}}/admin.crt, client-key: {{{_folder}}}/admin.key}}]
            contexts: [{name: a, context: {cluster: a, user: a}}]
            current-context: a
            """);
    }

    private async Task<string> KubectlAsync(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(Kubectl, [$"--kubeconfig={_folder}/kubeconfig", .. words]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return await output + await error;
    }
}
