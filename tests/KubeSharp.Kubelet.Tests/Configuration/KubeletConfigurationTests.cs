using KubeSharp.Kubelet.Configuration;
using KubeSharp.Kubelet.Shutdown;
using KubeSharp.Machinery.Tracing;

namespace KubeSharp.Kubelet.Tests.Configuration;

public sealed class KubeletConfigurationTests
{
    private const string Head = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";

    private static NodeAgentOptions Options(string body) => ConfiguredOptions.With(new NodeAgentOptions { NodeName = "n1", Addresses = ["192.0.2.7"] }, KubeletConfiguration.Parse(Head + body));

    private static string Refusal(string body) => Assert.Throws<ConfigurationException>(() => Options(body)).Message;

    [Fact]
    public void What_is_given_counts_and_what_is_not_stays()
    {
        var options = Options("maxPods: 7\nclusterDNS: [10.0.0.10]\nevictionHard: {memory.available: 5%}\ncontainerLogMaxSize: 1Mi\nseccompDefault: true\nkubeReserved: {cpu: 100m}\nsystemReserved: {cpu: 200m, memory: 64Mi}\n"
            + "nodeStatusUpdateFrequency: 1m30s\nregisterWithTaints: [{key: a, effect: NoSchedule}]\ncrashLoopBackOff: {maxContainerRestartPeriod: 30s}\n");
        Assert.Equal((7, 10250, 90, 30), (options.PodsMax, options.Port, options.StatusPeriodSeconds, options.RestartMaxSeconds));
        Assert.Equal(["10.0.0.10"], options.ClusterDns.ToArray());
        Assert.Equal(("memory.available", "5%"), (options.EvictionHard[0].Signal, options.EvictionHard[0].Value));
        Assert.Equal((1L << 20, "RuntimeDefault", "a"), (options.LogFileMaxBytes, options.SeccompDefault, options.Taints[0].Key));
        Assert.Equal(("300m", "64Mi", "0"), (options.Reserved["cpu"].ToString(), options.Reserved["memory"].ToString(), options.ReservedCpus));
    }

    [Fact]
    public void How_images_come_and_go_and_what_bounds_pods()
    {
        Assert.Equal((1, 5, 10, 50, true, true), Of(Options("maxPods: 7\n")));
        Assert.Equal((0, 0, 10, -1, false, false), Of(Options("serializeImagePulls: false\nregistryPullQPS: 0\nnodeStatusMaxImages: -1\nenforceNodeAllocatable: [none]\ncpuCFSQuota: false\n")));
        Assert.Equal(4, Options("serializeImagePulls: false\nmaxParallelImagePulls: 4\n").PullsMax);
        var options = Options("imageMinimumGCAge: 1m\nimageMaximumGCAge: 24h\ncpuCFSQuotaPeriod: 10ms\nevictionMinimumReclaim: {memory.available: 50Mi}\ncontainerLogMonitorInterval: 3s\nsingleProcessOOMKill: true\nenableDebuggingHandlers: false\n");
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), 10_000, "50Mi", 3), (options.ImageAgeMin, options.ImageAgeMax, options.CpuPeriodMicroseconds, options.EvictionHard.Single(static t => t.Signal == "memory.available").Reclaim, options.LogPeriodSeconds));
        Assert.Equal((true, false), (options.KillsOneProcess, options.AllowsDebugging));

        static (int, int, int, int, bool, bool) Of(NodeAgentOptions o) => (o.PullsMax, o.PullsPerSecond, o.PullBurst, o.ReportedImagesMax, o.EnforcesAllocatable, o.BoundsCpu);
    }

    [Fact]
    public void Where_the_agent_is_asked()
    {
        Assert.Equal((10248, "127.0.0.1", 0, true, ""), Of(Options("maxPods: 7\n")));
        Assert.Equal((0, "0.0.0.0", 10255, false, "VersionTLS13"), Of(Options("healthzPort: 0\nhealthzBindAddress: 0.0.0.0\nreadOnlyPort: 10255\nenableServer: false\ntlsMinVersion: VersionTLS13\n")));
        Assert.Equal(["TLS_AES_128_GCM_SHA256"], Options("tlsCipherSuites: [TLS_AES_128_GCM_SHA256]\n").TlsSuites.ToArray());

        static (int, string, int, bool, string) Of(NodeAgentOptions o) => (o.HealthPort, o.HealthAddress.ToString(), o.ReadOnlyPort, o.ServesRequests, o.TlsMinVersion);
    }

    [Fact]
    public void What_is_kept_for_the_system_and_the_agent_bounds_their_groups()
    {
        var options = Options("enforceNodeAllocatable: [pods, system-reserved, kube-reserved-compressible]\nsystemReserved: {cpu: 200m, memory: 64Mi}\nsystemReservedCgroup: /system\nkubeReserved: {cpu: 100m}\nkubeReservedCgroup: /kube\noomScoreAdj: -500\n"
            + "cgroupDriver: systemd\nuserNamespaces: {idsPerPod: 131072}\nstaticPodURL: 'http://127.0.0.1/pods'\nstaticPodURLHeader: {X-Who: [a, b]}\nhttpCheckFrequency: 5s\nimagePullCredentialsVerificationPolicy: NeverVerifyAllowlistedImages\npreloadedImagesVerificationAllowlist: [registry.example/base/*]\n");
        Assert.Equal(["System Reserved /system False 200m 64Mi", "Kube Reserved /kube True 100m "], options.ReservedGroups.Select(static g => $"{g.Name} {g.Group} {g.IsCpuOnly} {g.Amounts["cpu"]} {(g.Amounts.TryGetValue("memory", out var memory) ? memory : null)}"));
        Assert.True(options.UsesSystemdCgroups);
        Assert.Equal((true, -500, 131_072u, "http://127.0.0.1/pods", 5), (options.EnforcesAllocatable, options.OomScoreAdjust, options.IdsPerPod, options.StaticPodAddress?.ToString(), (int)options.StaticPodAddressPeriod.TotalSeconds));
        Assert.Equal([("X-Who", "a"), ("X-Who", "b")], options.StaticPodHeaders.ToArray());
        Assert.Equal((false, true), (options.ImageVerification.IsNeeded("registry.example/base/x", true), options.ImageVerification.IsNeeded("registry.example/x", false)));
        Assert.False(Options("featureGates: {KubeletEnsureSecretPulledImages: false}\n").ImageVerification.IsNeeded("a/b", true));
    }

    [Fact]
    public void A_machine_that_is_not_as_demanded_is_refused()
    {
        var proc = Directory.CreateTempSubdirectory("proc").FullName;
        try
        {
            void Is(string setting, string value)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(proc, setting))!);
                File.WriteAllText(Path.Combine(proc, setting), value + "\n");
            }
            foreach (var (setting, value) in ((string, string)[])[("vm/overcommit_memory", "1"), ("vm/panic_on_oom", "0"), ("kernel/panic", "10"), ("kernel/panic_on_oops", "1"), ("kernel/keys/root_maxkeys", "1000000"), ("kernel/keys/root_maxbytes", "25000000")]) { Is($"sys/{setting}", value); }
            var strict = KubeletConfiguration.Parse(Head + "protectKernelDefaults: true\n");
            HostChecks.Check(strict, failsOnSwap: true, proc);
            Is("sys/kernel/panic", "0");
            Assert.Equal("invalid kernel flag: kernel/panic, expected value: 10, actual value: 0", Assert.Throws<ConfigurationException>(() => HostChecks.Check(strict, failsOnSwap: true, proc)).Message);
            HostChecks.Check(KubeletConfiguration.Empty, failsOnSwap: true, proc);
            Is("swaps", "Filename Type Size Used Priority\n/dev/zram0 partition 1 0 100");
            Assert.Contains("running with swap on", Assert.Throws<ConfigurationException>(() => HostChecks.Check(KubeletConfiguration.Empty, failsOnSwap: true, proc)).Message, StringComparison.Ordinal);
            HostChecks.Check(KubeletConfiguration.Parse(Head + "failSwapOn: false\n"), failsOnSwap: true, proc);
            HostChecks.Check(KubeletConfiguration.Empty, failsOnSwap: false, proc);
        }
        finally { Directory.Delete(proc, recursive: true); }
    }

    [Theory]
    [InlineData("maxParallelImagePulls: 2\n", "maxParallelImagePulls: cannot be larger than 1 unless serializeImagePulls is false")]
    [InlineData("serializeImagePulls: false\nmaxParallelImagePulls: 0\n", "maxParallelImagePulls: 0 must be a positive number")]
    [InlineData("imageMaximumGCAge: 1m\n", "imageMaximumGCAge: must be greater than imageMinimumGCAge")]
    [InlineData("cpuCFSQuotaPeriod: 2s\n", "cpuCFSQuotaPeriod: 2s must be between 1ms and 1sec, inclusive")]
    [InlineData("enforceNodeAllocatable: [none, pods]\n", "enforceNodeAllocatable: none cannot be given with others")]
    [InlineData("enforceNodeAllocatable: [kube]\n", "enforceNodeAllocatable: \"kube\" is none of none, pods, system-reserved, system-reserved-compressible, kube-reserved, kube-reserved-compressible")]
    [InlineData("enforceNodeAllocatable: [pods, kube-reserved]\n", "kubeReservedCgroup: must be specified when \"kube-reserved\" or \"kube-reserved-compressible\" is included in enforceNodeAllocatable")]
    [InlineData("enforceNodeAllocatable: [system-reserved, system-reserved-compressible]\nsystemReservedCgroup: /s\n", "enforceNodeAllocatable: system-reserved and system-reserved-compressible cannot be given together")]
    [InlineData("cgroupDriver: none\n", "cgroupDriver: \"none\" is none of cgroupfs, systemd")]
    [InlineData("oomScoreAdj: -1001\n", "oomScoreAdj: -1001 must be between -1000 and 1000, inclusive")]
    [InlineData("userNamespaces: {idsPerPod: 1000}\n", "userNamespaces.idsPerPod: must be a multiple of 65536")]
    [InlineData("staticPodURL: pods\n", "staticPodURL: \"pods\" is no address")]
    [InlineData("imagePullCredentialsVerificationPolicy: Often\n", "imagePullCredentialsVerificationPolicy: \"Often\" is none of NeverVerify, NeverVerifyPreloadedImages, NeverVerifyAllowlistedImages, AlwaysVerify")]
    [InlineData("healthzPort: 70000\n", "healthzPort: 70000 must be between 0 and 65535, inclusive")]
    [InlineData("healthzBindAddress: everywhere\n", "healthzBindAddress: \"everywhere\" is no address")]
    [InlineData("nodeStatusMaxImages: -2\n", "nodeStatusMaxImages: must be -1 or greater")]
    [InlineData("registryBurst: -1\n", "registryBurst: must not be negative")]
    public void What_cannot_be_is_refused(string body, string message) => Assert.Equal(message, Refusal(body));

    [Fact]
    public void Files_of_a_folder_are_laid_over_the_file_in_the_order_of_their_names()
    {
        var folder = Directory.CreateTempSubdirectory("kubelet-configuration").FullName;
        try
        {
            var file = Path.Combine(folder, "kubelet.yaml");
            var drops = Directory.CreateDirectory(Path.Combine(folder, "kubelet.conf.d")).FullName;
            File.WriteAllText(file, Head + "maxPods: 1\npodPidsLimit: 5\nclusterDNS: [10.0.0.1]\nsystemReserved: {cpu: 1}\n".Replace("cpu: 1", "cpu: '1'", StringComparison.Ordinal));
            File.WriteAllText(Path.Combine(drops, "20-b.conf"), Head + "maxPods: 3\n");
            File.WriteAllText(Path.Combine(drops, "10-a.conf"), Head + "maxPods: 2\nclusterDNS: [10.0.0.2]\nsystemReserved: {memory: 1Gi}\n");
            File.WriteAllText(Path.Combine(drops, "30-not-one.yaml"), "maxPods: 4\n");
            var configuration = KubeletConfiguration.Load(file, drops);
            Assert.Equal((3L, 5L), (configuration.Whole(0, "maxPods"), configuration.Whole(0, "podPidsLimit")));
            Assert.Equal(["10.0.0.2"], configuration.Texts("clusterDNS").ToArray());
            Assert.Equal(["cpu", "memory"], configuration.TextMap("systemReserved").Keys.Order(StringComparer.Ordinal));
            File.WriteAllText(Path.Combine(drops, "40-c.conf"), Head + "maxPod: 3\n");
            var message = Assert.Throws<ConfigurationException>(() => KubeletConfiguration.Load(file, drops)).Message;
            Assert.Contains("40-c.conf", message, StringComparison.Ordinal);
            Assert.Contains("unknown field \"maxPod\"", message, StringComparison.Ordinal);
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    [Theory]
    [InlineData("maxPods: many\n", "maxPods: \"many\" is not a whole number")]
    [InlineData("memorySwap: {swapBehaviour: LimitedSwap}\n", "unknown field \"memorySwap.swapBehaviour\"")]
    [InlineData("shutdownGracePeriodByPodPriority: [{priority: 1}, {grace: 3}]\n", "unknown field \"shutdownGracePeriodByPodPriority[1].grace\"")]
    [InlineData("topologyManagerPolicy: best\n", "topologyManagerPolicy: \"best\" is none of none, best-effort, restricted, single-numa-node")]
    [InlineData("evictionHard: {memory.free: 1Mi}\n", "unknown eviction signal \"memory.free\"")]
    [InlineData("evictionSoft: {memory.available: 1Gi}\n", "grace period must be specified for the soft eviction threshold memory.available")]
    [InlineData("systemReserved: {gpu: '1'}\n", "cannot reserve \"gpu\" resource")]
    [InlineData("cpuManagerPolicyOptions: {full-cpus: 'true'}\n", "unknown option \"full-cpus\"")]
    [InlineData("reservedSystemCPUs: a-b\n", "reservedSystemCPUs")]
    [InlineData("shutdownGracePeriod: 5s\nshutdownGracePeriodCriticalPods: 10s\n", "must be <= shutdownGracePeriod")]
    [InlineData("shutdownGracePeriod: 5s\nshutdownGracePeriodByPodPriority: [{priority: 1, shutdownGracePeriodSeconds: 3}]\n", "Cannot specify both")]
    public void What_cannot_be_is_refused_by_the_name_of_its_field(string body, string message) => Assert.Contains(message, Refusal(body), StringComparison.Ordinal);

    [Fact]
    public void A_document_of_another_kind_is_none()
    {
        Assert.Contains("no kind \"Pod\"", Assert.Throws<ConfigurationException>(static () => KubeletConfiguration.Parse("apiVersion: v1\nkind: Pod\n")).Message, StringComparison.Ordinal);
        Assert.Equal(["eventRecordQPS"], KubeletConfiguration.Parse(Head + "featureGates: {EnvFiles: true}\neventRecordQPS: 5\nmaxPods: 3\n").GivenInVain);
    }

    [Fact]
    public void Critical_pods_have_the_last_part_of_the_time_and_groups_stand_by_their_priority()
    {
        Assert.Equal([new ShutdownGroup(0, 20), new ShutdownGroup(2_000_000_000, 10)], Options("shutdownGracePeriod: 30s\nshutdownGracePeriodCriticalPods: 10s\n").ShutdownGroups.ToArray());
        Assert.Equal([new ShutdownGroup(0, 60), new ShutdownGroup(1000, 10)], Options("shutdownGracePeriodByPodPriority: [{priority: 1000, shutdownGracePeriodSeconds: 10}, {priority: 0, shutdownGracePeriodSeconds: 60}]\n").ShutdownGroups.ToArray());
        Assert.Empty(Options("maxPods: 3\n").ShutdownGroups);
    }

    [Fact]
    public void Features_that_are_off_take_away_what_they_stand_for()
    {
        const string wanted = "shutdownGracePeriod: 30s\nshutdownGracePeriodCriticalPods: 10s\ncrashLoopBackOff: {maxContainerRestartPeriod: 30s}\n";
        Assert.Equal((2, 30, true), (Options(wanted).ShutdownGroups.Length, Options(wanted).RestartMaxSeconds, Options(wanted).Features.IsOn("EnvFiles")));
        var off = Options(wanted + "featureGates: {GracefulNodeShutdown: false, KubeletCrashLoopBackOffMax: false, EnvFiles: false}\n");
        Assert.Equal((0, 300, false), (off.ShutdownGroups.Length, off.RestartMaxSeconds, off.Features.IsOn("EnvFiles")));
        Assert.Equal("featureGates: unrecognized feature gate: Foo", Refusal("featureGates: {Foo: true}\n"));
        Assert.Equal("featureGates: cannot set feature gate NodeSwap to false, feature is locked to true", Refusal("featureGates: {NodeSwap: false}\n"));
    }

    [Fact]
    public void Traces_go_where_the_configuration_says_and_wrong_rates_are_told()
    {
        Assert.Null(Options("").Tracing);
        Assert.Equal(new TracingConfiguration("localhost:4317", 0), Options("tracing: {}\n").Tracing);
        Assert.Equal(new TracingConfiguration("192.0.2.9:4317", 500), Options("tracing: {endpoint: '192.0.2.9:4317', samplingRatePerMillion: 500}\n").Tracing);
        Assert.Contains("tracing.samplingRatePerMillion: Invalid value: 1000001: sampling rate per million must be less than or equal to one million", Refusal("tracing: {samplingRatePerMillion: 1000001}\n"), StringComparison.Ordinal);
        Assert.Contains("tracing.endpoint", Refusal("tracing: {endpoint: 'http://x/y'}\n"), StringComparison.Ordinal);
    }
}
