using static KubeSharp.Kubelet.Configuration.ConfigurationForm;

namespace KubeSharp.Kubelet.Configuration;

/// <summary>The fields of a KubeletConfiguration. Source: Kubelet Configuration (v1beta1).</summary>
internal static class ConfigurationFields
{
    /// <summary>All of them by name.</summary>
    public static IReadOnlyDictionary<string, ConfigurationField> All { get; } = Make();

    private static Dictionary<string, ConfigurationField> Make()
    {
        var all = new Dictionary<string, ConfigurationField>(StringComparer.Ordinal) { ["apiVersion"] = new(Text, true), ["kind"] = new(Text, true) };
        AddUsed(all);
        AddUnused(all);
        return all;
    }

    private static void AddUsed(Dictionary<string, ConfigurationField> all)
    {
        Add(all, true, Text, "staticPodPath", "staticPodURL", "systemReservedCgroup", "kubeReservedCgroup", "podLogsDir", "address", "tlsCertFile", "tlsPrivateKeyFile", "clusterDomain", "cgroupRoot", "cgroupDriver", "cpuManagerPolicy", "memoryManagerPolicy", "topologyManagerPolicy",
            "topologyManagerScope", "resolvConf", "reservedSystemCPUs", "imagePullCredentialsVerificationPolicy", "providerID", "containerRuntimeEndpoint", "containerLogMaxSize", "healthzBindAddress", "tlsMinVersion");
        Add(all, true, Switch, "registerNode", "seccompDefault", "rotateCertificates", "serverTLSBootstrap", "cgroupsPerQOS", "failSwapOn", "failCgroupV1", "protectKernelDefaults", "mergeDefaultEvictionSettings", "serializeImagePulls", "cpuCFSQuota", "singleProcessOOMKill",
            "enableDebuggingHandlers", "enableServer");
        Add(all, true, Whole, "port", "oomScoreAdj", "nodeLeaseDurationSeconds", "imageGCHighThresholdPercent", "imageGCLowThresholdPercent", "maxPods", "podPidsLimit", "podsPerCore", "containerLogMaxFiles", "evictionMaxPodGracePeriod", "maxParallelImagePulls",
            "registryPullQPS", "registryBurst", "nodeStatusMaxImages", "healthzPort", "readOnlyPort");
        Add(all, true, Duration, "fileCheckFrequency", "httpCheckFrequency", "nodeStatusUpdateFrequency", "nodeStatusReportFrequency", "shutdownGracePeriod", "shutdownGracePeriodCriticalPods", "evictionPressureTransitionPeriod",
            "imageMinimumGCAge", "imageMaximumGCAge", "cpuCFSQuotaPeriod", "containerLogMonitorInterval");
        Add(all, true, Texts, "clusterDNS", "allowedUnsafeSysctls", "enforceNodeAllocatable", "preloadedImagesVerificationAllowlist", "tlsCipherSuites");
        Add(all, true, TextMap, "evictionHard", "evictionSoft", "evictionSoftGracePeriod", "evictionMinimumReclaim", "systemReserved", "kubeReserved", "cpuManagerPolicyOptions", "topologyManagerPolicyOptions");
        Add(all, true, SwitchMap, "featureGates");
        Add(all, true, Any, "staticPodURLHeader");
        all["userNamespaces"] = Inner(Group, true, ("idsPerPod", Whole));
        all["memorySwap"] = Inner(Group, true, ("swapBehavior", Text));
        all["shutdownGracePeriodByPodPriority"] = Inner(Groups, true, ("priority", Whole), ("shutdownGracePeriodSeconds", Whole));
        all["registerWithTaints"] = Inner(Groups, true, ("key", Text), ("value", Text), ("effect", Text), ("timeAdded", Text));
        all["tracing"] = Inner(Group, true, ("endpoint", Text), ("samplingRatePerMillion", Whole));
        all["crashLoopBackOff"] = Inner(Group, true, ("maxContainerRestartPeriod", Duration));
        all["reservedMemory"] = Inner(Groups, true, ("numaNode", Whole), ("limits", TextMap));
        all["authentication"] = new(Group, true, new Dictionary<string, ConfigurationField>(StringComparer.Ordinal)
        {
            ["x509"] = Inner(Group, true, ("clientCAFile", Text)),
            ["webhook"] = Inner(Group, false, ("enabled", Switch), ("cacheTTL", Duration)),
            ["anonymous"] = Inner(Group, false, ("enabled", Switch)),
        });
    }

    private static void AddUnused(Dictionary<string, ConfigurationField> all)
    {
        Add(all, false, Text, "kubeletCgroups", "systemCgroups", "hairpinMode", "podCIDR", "contentType",
            "configMapAndSecretChangeDetectionStrategy", "showHiddenMetricsForVersion", "volumePluginDir", "imageServiceEndpoint");
        Add(all, false, Switch, "enableContentionProfiling", "runOnce", "enableControllerAttachDetach",
            "makeIPTablesUtilChains", "kernelMemcgNotification", "enableSystemLogHandler", "enableSystemLogQuery", "enableProfilingHandler", "enableDebugFlagsHandler", "localStorageCapacityIsolation");
        Add(all, false, Whole, "eventRecordQPS", "eventBurst", "maxOpenFiles", "kubeAPIQPS", "kubeAPIBurst",
            "iptablesMasqueradeBit", "iptablesDropBit", "containerLogMaxWorkers");
        Add(all, false, Number, "memoryThrottlingFactor");
        Add(all, false, Duration, "syncFrequency", "streamingConnectionIdleTimeout", "volumeStatsAggPeriod", "cpuManagerReconcilePeriod",
            "runtimeRequestTimeout");
        Add(all, false, Texts, "tlsCurvePreferences");
        Add(all, false, TextMap, "qosReserved");
        Add(all, false, Any, "authorization", "logging");
    }

    private static void Add(Dictionary<string, ConfigurationField> all, bool isUsed, ConfigurationForm form, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) { all[name] = new(form, isUsed); }
    }

    private static ConfigurationField Inner(ConfigurationForm form, bool isUsed, params ReadOnlySpan<(string Name, ConfigurationForm Form)> fields)
    {
        var inner = new Dictionary<string, ConfigurationField>(StringComparer.Ordinal);
        foreach (var (name, of) in fields) { inner[name] = new(of, isUsed); }
        return new(form, isUsed, inner);
    }
}
