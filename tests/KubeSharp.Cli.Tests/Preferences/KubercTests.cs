using KubeSharp.Cli.Preferences;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Tests.Preferences;

/// <summary>Preferences of the user.</summary>
public sealed class KubercTests
{
    private static readonly Kuberc _kuberc = new("kuberc", (ObjectNode)Yaml.Read("""
        apiVersion: kubectl.config.k8s.io/v1beta1
        kind: Preference
        credentialPluginPolicy: Allowlist
        credentialPluginAllowlist: [{command: helper}]
        aliases:
        - {name: getn, command: get, prependArgs: [nodes], options: [{name: output, default: wide}]}
        - {name: runx, command: run, options: [{name: image, default: nginx}], appendArgs: [pod, --, arg]}
        - {name: get, command: describe}
        - {name: bad, command: nope}
        - {name: worse, command: get, options: [{name: zz, default: x}]}
        defaults:
        - {command: delete, options: [{name: interactive, default: "true"}]}
        - {command: describe, options: [{name: zz, default: "true"}]}
        """));

    // Recorded from the stock kubectl: "kuberc view" of a file.
    [Theory]
    [InlineData("defaults:\n- command: 1\n", "aliases=null defaults=[{\"command\":\"1\",\"options\":null}]")]
    [InlineData("extra: 1\naliases:\n- {name: a, q: 1, options: [{name: true}]}\n", "aliases=[{\"name\":\"a\",\"command\":\"\",\"options\":[{\"name\":\"true\",\"default\":\"\"}]}] defaults=null")]
    [InlineData("kind: []\n", "json: cannot unmarshal array into Go struct field .kind of type string")]
    [InlineData("defaults: x\n", "json: cannot unmarshal string into Go struct field .defaults of type []v1beta1.CommandDefaults")]
    [InlineData("defaults: [1]\n", "json: cannot unmarshal number into .defaults.0 of type v1beta1.CommandDefaults")]
    [InlineData("aliases:\n- name: []\n", "json: cannot unmarshal array into Go struct field .aliases.0.name of type string")]
    [InlineData("[]\n", "json: cannot unmarshal array into Go value of type v1beta1.Preference")]
    public void Preferences_are_read_by_the_types_of_their_fields(string text, string read)
    {
        string Read()
        {
            try { return KubercForm.Of(Yaml.Read(text), isStrict: false).Content is var content ? $"aliases={content["aliases"]} defaults={content["defaults"]}" : ""; }
            catch (FormatException e) { return e.Message; }
        }
        Assert.Equal(read, Read());
    }

    [Fact]
    public void What_preferences_hold_beside_their_fields_is_told_in_order_and_the_old_version_has_other_names()
    {
        var (content, unknown) = KubercForm.Of(Yaml.Read("apiVersion: kubectl.config.k8s.io/v1alpha1\nkind: Preference\ndefaults: []\noverrides: [{command: get, flags: [{name: output, default: json}]}]\ncredentialPluginPolicy: DenyAll\n"), isStrict: true);
        Assert.Equal("credentialPluginPolicy,defaults", string.Join(',', unknown));
        Assert.Equal("json", content.TextAt("defaults", "0", "options", "0", "default") ?? ((ArrayNode)((ArrayNode)content["defaults"]!)[0].At("options")!)[0].TextAt("default"));
    }

    [Theory]
    [InlineData("getn", "get nodes --output=wide")]
    [InlineData("getn one -o json", "get nodes one -o json")]
    [InlineData("-n x getn", "get nodes -n x --output=wide")]
    [InlineData("runx --image=busybox", "run --image=busybox pod -- arg")]
    [InlineData("get pods", "get pods")]
    [InlineData("unknown", "unknown")]
    public void An_alias_stands_for_its_command(string words, string expanded) => Assert.Equal(expanded, string.Join(' ', _kuberc.Expand(words.Split(' '))));

    [Theory]
    [InlineData("bad", "error occurred while applying preferences command \"nope\" not found to set alias \"bad\": [nope]")]
    [InlineData("worse", "error occurred while applying preferences invalid alias flag zz in alias worse")]
    public void A_wrong_alias_is_refused(string word, string message) => Assert.Equal(message, Assert.Throws<CliException>(() => _kuberc.Expand([word])).Message);

    [Fact]
    public void Defaults_count_where_the_flag_is_not_given()
    {
        Assert.Equal(["--interactive=true", "pod", "x"], _kuberc.WithDefaults("delete", ["pod", "x"], TextWriter.Null));
        Assert.Equal(["pod", "x", "-i=false"], _kuberc.WithDefaults("delete", ["pod", "x", "-i=false"], TextWriter.Null));
        Assert.Equal(["pods"], _kuberc.WithDefaults("get", ["pods"], TextWriter.Null));
        Assert.Equal("error occurred while applying preferences invalid flag zz for command describe", Assert.Throws<CliException>(() => _kuberc.WithDefaults("describe", [], TextWriter.Null)).Message);
    }

    [Theory]
    [InlineData("helper", "")]
    [InlineData("/usr/bin/helper", "")]
    [InlineData("/tmp/helper", "plugin path \"/tmp/helper\" is not permitted by the credential plugin allowlist")]
    [InlineData("other", "plugin path \"/usr/bin/other\" is not permitted by the credential plugin allowlist")]
    [InlineData("gone", "plugin path \"gone\" cannot be resolved for credential plugin allowlist check: exec: \"gone\": executable file not found in $PATH")]
    public void Only_programs_on_the_list_give_credentials(string program, string refusal) =>
        Assert.Equal(refusal, PluginPolicy.Of(_kuberc.Content).Refusal(program, static c => c.StartsWith('/') ? c : c == "gone" ? null : $"/usr/bin/{c}"));

    [Theory]
    [InlineData("", "")]
    [InlineData("credentialPluginPolicy: DenyAll", "")]
    [InlineData("credentialPluginPolicy: x", "unknown plugin policy: \"x\"")]
    [InlineData("credentialPluginAllowlist: [{command: a}]", "misconfigured credential plugin allowlist: plugin policy is \"\" but allowlist is non-nil")]
    [InlineData("credentialPluginPolicy: Allowlist", "credential plugin policy set to \"Allowlist\", but allowlist is unspecified")]
    [InlineData("{credentialPluginPolicy: Allowlist, credentialPluginAllowlist: []}", "credential plugin policy set to \"Allowlist\", but allowlist is empty; use \"DenyAll\" policy instead")]
    [InlineData("{credentialPluginPolicy: Allowlist, credentialPluginAllowlist: [{command: a}, {}]}", "misconfigured credential plugin allowlist: empty allowlist entry #2")]
    [InlineData("{credentialPluginPolicy: Allowlist, credentialPluginAllowlist: [{command: /a/../b}]}", "non-normalized file path: \"/a/../b\" vs \"/b\"")]
    public void A_policy_that_is_none_is_refused(string preferences, string mistake) => Assert.Equal(mistake, PluginPolicy.Of(Yaml.Read(preferences)).Mistake);

    [Theory]
    [InlineData("a: b: c", true, "kuberc: no preferences loaded from {0}: no valid preferences found in {0}, use --v=5 to see details")]
    [InlineData("[]", false, "error occurred while applying preferences kuberc error kuberc: no valid preferences found in {0}, use --v=5 to see details\n")]
    public async Task Preferences_that_are_none_end_a_command_only_where_they_are_named(string text, bool isOfHome, string said)
    {
        var home = Directory.CreateTempSubdirectory("kuberc").FullName;
        try
        {
            var path = Path.Combine(home, ".kube", "kuberc");
            Directory.CreateDirectory(Path.Combine(home, ".kube"));
            await File.WriteAllTextAsync(path, text);
            var error = new StringWriter();
            var code = await Kubectl.RunAsync(["version", "--client", .. isOfHome ? [] : new[] { $"--kuberc={path}" }], new MemoryStream(), new MemoryStream(), error, name => name == "HOME" ? home : null, default);
            Assert.Equal((isOfHome ? 0 : 1, string.Format(System.Globalization.CultureInfo.InvariantCulture, said, path)), (code, error.ToString()));
        }
        finally { Directory.Delete(home, recursive: true); }
    }
}
