use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function, FunctionSection,
    GlobalSection, GlobalType, ImportSection, MemorySection, MemoryType, NameMap, NameSection, RefType, TableSection,
    TableType, TypeSection, ValType,
};
use wasmparser::{ExternalKind, ImportSectionReader, Parser, Payload, TypeRef};

use super::{lists::List, module::Module, waits::waiting, write};

const LIST: List = List {
    binary: "",
    rest: "",
    later: &["lessons", "text"],
    now: &["text::reader"],
    methods_now: &["::is_due"],
    children_later: &["app"],
    crates_later: &["streams"],
};

/// What a function is called, what it calls, and whether it stands in the table; the first are imported.
const FUNCTIONS: [(&str, &[u32], bool); 12] = [
    ("__wbg_loadRest_1f", &[], false),
    ("worker::main", &[2, 3, 5], false),
    ("embedding_explorer[1d]::text::reader::read", &[], false),
    ("embedding_explorer[1d]::lessons::show", &[4, 6, 8], false),
    ("core::only_of_lessons", &[7], false),
    ("core::fmt", &[], false),
    ("core::slice::sort", &[5], false),
    ("core::only_of_lessons_again", &[4], false),
    ("<embedding_explorer[1d]::text::Text as Job>::advance", &[0], true),
    ("<embedding_explorer[1d]::text::Text as Job>::is_due", &[], true),
    (
        "<alloc[5c]::Arc<dyn Fn> as leptos[51]::ToChildren<embedding_explorer[1d]::app::{closure#0}>>::to_children",
        &[],
        true,
    ),
    ("<streams[1]::Stream>::pull", &[], true),
];

/// A module of those functions; each takes a number and gives one, apart from the imported one.
fn module() -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function([ValType::I32], [ValType::I32]);
    let mut imports = ImportSection::new();
    imports.import("./page_bg.js", FUNCTIONS[0].0, EntityType::Function(0));
    let (mut functions, mut code, mut names) = (FunctionSection::new(), CodeSection::new(), NameMap::new());
    for (index, (name, calls, _)) in (0..).zip(FUNCTIONS) {
        names.append(index, name);
        if index == 0 {
            continue;
        }
        functions.function(1);
        let mut function = Function::new([]);
        let mut body = function.instructions();
        body.local_get(0);
        // So that it is long enough to have a name of its own.
        for _ in 0..40 {
            body.i32_const(1).i32_add();
        }
        for &callee in calls {
            body.call(callee);
        }
        body.end();
        code.function(&function);
    }
    let mut tables = TableSection::new();
    let element_type = RefType::FUNCREF;
    tables.table(TableType { element_type, minimum: 5, maximum: Some(5), table64: false, shared: false });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    let mut globals = GlobalSection::new();
    globals.global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }, &ConstExpr::i32_const(1024));
    let mut exports = ExportSection::new();
    exports.export("main", ExportKind::Func, 1).export("memory", ExportKind::Memory, 0);
    let in_table: Vec<u32> = (0..).zip(FUNCTIONS).filter(|(_, (_, _, is_in))| *is_in).map(|(index, _)| index).collect();
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions(in_table.into()));
    let mut section = NameSection::new();
    section.functions(&names);
    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&imports).section(&functions).section(&tables).section(&memories).section(&globals);
    module.section(&exports).section(&elements).section(&code).section(&section);
    module.finish()
}

#[test]
fn what_the_list_names_waits_and_what_only_that_calls() {
    let bytes = module();
    let module = Module::read(&bytes).expect("a module");
    let found: Vec<u32> = waiting(&module, &LIST).expect("a list that fits").into_iter().collect();
    // Not `core::fmt`, which `main` calls too, nor the exception; a circle that only lessons enter waits.
    assert_eq!(found, [3, 4, 6, 7, 8, 10, 11]);
}

/// What a module imports: from where, as what, of which kind.
fn imports(bytes: &[u8]) -> Vec<(String, String, TypeRef)> {
    let sections = Parser::new(0).parse_all(bytes).filter_map(|payload| match payload.expect("a module") {
        Payload::ImportSection(section) => Some(section),
        _ => None,
    });
    let imports = sections.flat_map(ImportSectionReader::into_imports).map(|import| import.expect("an import"));
    imports.map(|import| (import.module.to_owned(), import.name.to_owned(), import.ty)).collect()
}

#[test]
fn both_parts_are_modules_that_fit_each_other() {
    let bytes = module();
    let whole = Module::read(&bytes).expect("a module");
    let parts = write::split(&whole, &waiting(&whole, &LIST).expect("a list that fits")).expect("it can be split");
    let first = Module::read(&parts.first).expect("sound");
    // `main`, the reader, `fmt`, `is_due`; stand-ins for `show` and for three in the table.
    assert_eq!(first.function_types.len(), 8);
    assert_eq!(first.tables[0].ty.initial, 9, "four more places");
    assert_eq!(first.slots().expect("a list"), [(1, 6), (2, 4), (3, 7), (4, 8)], "stand-ins stand in the table");
    assert_eq!(imports(&parts.first).len(), 1);
    let borrowed = imports(&parts.rest);
    for (module, name, ty) in &borrowed {
        let given = first.exports.iter().find(|export| export.name == name).expect("the first part gives it");
        assert_eq!(module, "first");
        let is_function = matches!(ty, TypeRef::Func(_));
        assert_eq!(given.kind == ExternalKind::Func, is_function, "{name}");
    }
    let n_functions = borrowed.iter().filter(|(_, _, ty)| matches!(ty, TypeRef::Func(_))).count();
    assert_eq!(n_functions, 2, "`fmt` and what brings the rest");
    assert!(borrowed.iter().any(|(_, name, _)| name == "rest:here"));
}
