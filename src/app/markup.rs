//! The page's markup: `markup!` is read and written like `html!`, and compiles to a list of small calls.
//!
//! `html!` builds every element in place, some hundred bytes of code for each; here an element costs a call for its
//! start, one per attribute, and one for its end. That is a tenth of the page's download. It knows what this page
//! uses: elements, attributes, `key`, `ref`, events, `{ child }`, `{ for children }`, `if` with or without `else`, and
//! groups. Components stay with `html!`.

use std::rc::Rc;

use yew::html::NodeRef;
use yew::virtual_dom::{Key, Listener, VNode, VTag, VText};
use yew::{AttrValue, Html};

/// Markup under way: what has been begun and not yet ended, outermost first.
pub(super) struct Markup(Vec<Begun>);

struct Begun {
    /// None: a group.
    tag: Option<VTag>,
    children: Vec<VNode>,
}

impl Markup {
    #[inline(never)]
    pub(super) fn new() -> Markup {
        Markup(vec![Begun { tag: None, children: Vec::new() }])
    }

    /// Begins an element.
    #[inline(never)]
    pub(super) fn begin(&mut self, tag: &'static str) {
        self.0.push(Begun { tag: Some(VTag::new(tag)), children: Vec::new() });
    }

    /// Begins a group, which takes one place among its siblings however many are in it.
    #[inline(never)]
    pub(super) fn group(&mut self) {
        self.0.push(Begun { tag: None, children: Vec::new() });
    }

    /// Ends what was begun last.
    #[inline(never)]
    pub(super) fn end(&mut self) {
        if let Some(begun) = self.0.pop() {
            let whole = begun.whole();
            self.child(whole);
        }
    }

    /// Ends all of it.
    #[inline(never)]
    pub(super) fn finish(mut self) -> Html {
        self.0.pop().map_or_else(Html::default, Begun::whole)
    }

    #[inline(never)]
    pub(super) fn child(&mut self, child: Html) {
        if let Some(begun) = self.0.last_mut() {
            begun.children.push(child);
        }
    }

    fn tag(&mut self) -> Option<&mut VTag> {
        self.0.last_mut()?.tag.as_mut()
    }

    #[inline(never)]
    pub(super) fn attribute(&mut self, name: &'static str, value: AttrValue) {
        let Some(tag) = self.tag() else { return };
        // What a field holds is not what its attribute says once somebody has typed.
        if name == "value" && matches!(tag.tag(), "input" | "textarea") {
            tag.set_value(Some(value));
        } else {
            tag.add_attribute(name, value);
        }
    }

    #[inline(never)]
    pub(super) fn listen(&mut self, listener: Rc<dyn Listener>) {
        if let Some(tag) = self.tag() {
            tag.add_listener(listener);
        }
    }

    #[inline(never)]
    pub(super) fn key(&mut self, key: Key) {
        if let Some(tag) = self.tag() {
            tag.key = Some(key);
        }
    }

    #[inline(never)]
    pub(super) fn node_ref(&mut self, node: NodeRef) {
        if let Some(tag) = self.tag() {
            tag.node_ref = node;
        }
    }

    #[inline(never)]
    fn word(&mut self, name: &'static str, value: &'static str) {
        self.attribute(name, AttrValue::Static(value));
    }

    #[inline(never)]
    fn words(&mut self, name: &'static str, value: String) {
        self.attribute(name, value.into());
    }

    #[inline(never)]
    fn text(&mut self, text: &'static str) {
        self.child(VText::new(text).into());
    }

    #[inline(never)]
    fn own_text(&mut self, text: String) {
        self.child(VText::new(text).into());
    }
}

impl Begun {
    fn whole(mut self) -> Html {
        let children = match self.children.len() {
            1 => self.children.pop().unwrap_or_default(),
            _ => self.children.into_iter().collect(),
        };
        match self.tag {
            None => children,
            Some(mut tag) => {
                if let Some(place) = tag.children_mut() {
                    *place = children;
                }
                tag.into()
            }
        }
    }
}

/// What an attribute can be set to.
pub(super) trait Value {
    fn set(self, markup: &mut Markup, name: &'static str);
}

impl Value for &'static str {
    fn set(self, markup: &mut Markup, name: &'static str) {
        markup.word(name, self);
    }
}

impl Value for String {
    fn set(self, markup: &mut Markup, name: &'static str) {
        markup.words(name, self);
    }
}

/// What a field holds until somebody types: from then on, what was typed.
pub(super) struct AtFirst(pub(super) String);

impl Value for Result<String, AtFirst> {
    fn set(self, markup: &mut Markup, name: &'static str) {
        match self {
            Ok(value) => markup.words(name, value),
            Err(AtFirst(value)) => {
                if let Some(tag) = markup.tag() {
                    tag.add_attribute(name, value);
                }
            }
        }
    }
}

/// An attribute that is there or not.
impl Value for bool {
    fn set(self, markup: &mut Markup, name: &'static str) {
        if self {
            markup.word(name, name);
        }
    }
}

/// What can stand in an element.
pub(super) trait Child {
    fn put(self, markup: &mut Markup);
}

impl Child for Html {
    fn put(self, markup: &mut Markup) {
        markup.child(self);
    }
}

impl Child for &'static str {
    fn put(self, markup: &mut Markup) {
        markup.text(self);
    }
}

impl Child for String {
    fn put(self, markup: &mut Markup) {
        markup.own_text(self);
    }
}

impl<T: Child> Child for Option<T> {
    fn put(self, markup: &mut Markup) {
        match self {
            Some(child) => child.put(markup),
            None => markup.child(Html::default()),
        }
    }
}

/// Classes: those that are always there, and one more under a condition.
#[inline(never)]
pub(super) fn class(always: &str, more: &[(bool, &str)]) -> String {
    let mut classes = always.to_owned();
    for (_, class) in more.iter().filter(|(is_so, _)| *is_so) {
        classes.push(' ');
        classes.push_str(class);
    }
    classes
}

/// What `aria-pressed` and its like say.
pub(super) fn truth(is_so: bool) -> &'static str {
    if is_so { "true" } else { "false" }
}

/// Markup as in `html!`.
macro_rules! markup {
    // What stands in an element, one after the other.
    (@ $to:ident) => {};
    (@ $to:ident < / $($tag:ident)? > $($rest:tt)*) => {
        $to.end();
        markup!(@ $to $($rest)*);
    };
    (@ $to:ident < > $($rest:tt)*) => {
        $to.group();
        markup!(@ $to $($rest)*);
    };
    (@ $to:ident < $tag:ident $($rest:tt)*) => {
        $to.begin(stringify!($tag));
        markup!(@set $to $($rest)*);
    };
    (@ $to:ident { for $children:expr } $($rest:tt)*) => {
        for child in $children {
            $crate::app::markup::Child::put(child, &mut $to);
        }
        markup!(@ $to $($rest)*);
    };
    (@ $to:ident { $child:expr } $($rest:tt)*) => {
        $crate::app::markup::Child::put($child, &mut $to);
        markup!(@ $to $($rest)*);
    };
    (@ $to:ident if $($rest:tt)*) => {
        markup!(@if $to [] $($rest)*);
    };
    // The condition ends where the first brace opens. What is not there keeps its place among its siblings.
    (@if $to:ident [$($when:tt)*] { $($then:tt)* } else { $($other:tt)* } $($rest:tt)*) => {
        $to.group();
        if $($when)* { markup!(@ $to $($then)*); } else { markup!(@ $to $($other)*); }
        $to.end();
        markup!(@ $to $($rest)*);
    };
    (@if $to:ident [$($when:tt)*] { $($then:tt)* } $($rest:tt)*) => {
        markup!(@if $to [$($when)*] { $($then)* } else {} $($rest)*);
    };
    (@if $to:ident [$($when:tt)*] $next:tt $($rest:tt)*) => {
        markup!(@if $to [$($when)* $next] $($rest)*);
    };
    // What stands in a tag.
    (@set $to:ident > $($rest:tt)*) => { markup!(@ $to $($rest)*); };
    (@set $to:ident / > $($rest:tt)*) => {
        $to.end();
        markup!(@ $to $($rest)*);
    };
    (@set $to:ident { $name:ident } $($rest:tt)*) => {
        markup!(@set $to $name = { $name } $($rest)*);
    };
    (@set $to:ident key = $key:tt $($rest:tt)*) => {
        $to.key($key.into());
        markup!(@set $to $($rest)*);
    };
    (@set $to:ident ref = $node:tt $($rest:tt)*) => {
        $to.node_ref($node);
        markup!(@set $to $($rest)*);
    };
    (@set $to:ident onblur $($rest:tt)*) => { markup!(@on $to onblur $($rest)*); };
    (@set $to:ident onchange $($rest:tt)*) => { markup!(@on $to onchange $($rest)*); };
    (@set $to:ident onclick $($rest:tt)*) => { markup!(@on $to onclick $($rest)*); };
    (@set $to:ident ondragleave $($rest:tt)*) => { markup!(@on $to ondragleave $($rest)*); };
    (@set $to:ident ondragover $($rest:tt)*) => { markup!(@on $to ondragover $($rest)*); };
    (@set $to:ident ondrop $($rest:tt)*) => { markup!(@on $to ondrop $($rest)*); };
    (@set $to:ident oninput $($rest:tt)*) => { markup!(@on $to oninput $($rest)*); };
    (@set $to:ident onkeydown $($rest:tt)*) => { markup!(@on $to onkeydown $($rest)*); };
    (@set $to:ident onpointerdown $($rest:tt)*) => { markup!(@on $to onpointerdown $($rest)*); };
    (@set $to:ident onpointerleave $($rest:tt)*) => { markup!(@on $to onpointerleave $($rest)*); };
    (@set $to:ident onpointermove $($rest:tt)*) => { markup!(@on $to onpointermove $($rest)*); };
    (@set $to:ident $first:ident $(- $more:ident)* = $value:tt $($rest:tt)*) => {
        $crate::app::markup::Value::set(
            $value, &mut $to, concat!(stringify!($first) $(, "-", stringify!($more))*),
        );
        markup!(@set $to $($rest)*);
    };
    (@on $to:ident $event:ident = $listener:tt $($rest:tt)*) => {
        let callback = ::yew::Callback::from($listener);
        $to.listen(::std::rc::Rc::new(::yew::html::$event::Wrapper::new(callback)));
        markup!(@set $to $($rest)*);
    };
    ($($markup:tt)*) => {{
        let mut markup = $crate::app::markup::Markup::new();
        markup!(@ markup $($markup)*);
        markup.finish()
    }};
}

pub(super) use markup;
