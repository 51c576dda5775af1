using k8s;
using k8s.Models;

namespace Websites;

/// <summary>A website of one page: what users write in spec, and what the operator answers in status.</summary>
internal sealed class Website : IKubernetesObject<V1ObjectMeta>
{
    public const string Group = "example.com", Version = "v1", Plural = "websites";

    public string ApiVersion { get; set; } = $"{Group}/{Version}";
    public string Kind { get; set; } = nameof(Website);
    public V1ObjectMeta Metadata { get; set; } = new();
    public WebsiteSpec Spec { get; set; } = new();
    public WebsiteStatus? Status { get; set; }
}

/// <summary>What is wanted.</summary>
internal sealed class WebsiteSpec
{
    public WebsitePage Page { get; set; } = new();
    public int Replicas { get; set; }
    public string Image { get; set; } = "";
}

/// <summary>The page.</summary>
internal sealed class WebsitePage
{
    public string Text { get; set; } = "";
}

/// <summary>What is there.</summary>
internal sealed class WebsiteStatus
{
    public long ObservedGeneration { get; set; }
    public int Replicas { get; set; }
    public int ReadyReplicas { get; set; }
    public string Selector { get; set; } = "";
    public IList<V1Condition> Conditions { get; set; } = [];
}
